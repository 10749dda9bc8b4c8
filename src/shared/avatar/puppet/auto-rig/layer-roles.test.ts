import { describe, expect, it } from 'vitest';
import { type LayerRole, layerRole, limbSegment, namedSide } from './layer-roles.ts';

const NAMES: readonly (readonly [LayerRole, readonly string[]])[] = [
  ['hair-front', ['hair_front', 'FrontHair', 'bangs', '前髪', '刘海', '前发1', 'Hair Front copy 2']],
  ['hair-back', ['hair_back', 'back hair', '後ろ髪', '后发', 'ponytail', '马尾', 'ツインテール_左']],
  ['hair-side', ['side_hair_L', '横髪', '侧发', '鬓发', 'もみあげ右']],
  ['ahoge', ['ahoge', 'アホ毛', '呆毛']],
  ['hair', ['hair', '髪', '头发']],
  ['face', ['face', 'Head', '顔', '脸', '輪郭', '头']],
  ['ear', ['ear_L', '耳', '右耳']],
  ['animal-ear', ['cat_ear_L', 'fox ears', '猫耳', '兽耳', 'ケモ耳左']],
  ['nose', ['nose', '鼻', 'はな']],
  ['blush', ['blush', 'cheeks', '腮红', '頬', 'チーク', '照れ']],
  ['eye', ['eye_L', 'EyeR', '左目', '右眼', 'eyes']],
  ['eye-white', ['eye_white_L', 'sclera', '白目', '眼白', 'eyewhite']],
  ['iris', ['iris_R', 'pupil', '黒目', '瞳', '眼球']],
  ['eye-highlight', ['eye highlight', 'highlight_L', '瞳ハイライト', '眼神光']],
  ['lash-upper', ['eyelash_L', 'upper lash', '睫毛', 'まつ毛', '上まつげ']],
  ['lash-lower', ['lower_lash', '下まつげ', '下睫毛']],
  ['eye-lid', ['eyelid', '二重', '双眼皮']],
  ['eye-closed', ['eye_closed_L', 'closed eyes', '闭眼', '閉じ目', '目閉じ']],
  ['eye-smile', ['eye_smile', '笑い目', '笑眼']],
  ['brow', ['eyebrow_L', 'brows', '眉', '眉毛_右']],
  ['mouth', ['mouth', '口', '嘴']],
  ['mouth-open', ['mouth_open', 'mouth inside', '口開', '开口', '口の中', '张嘴']],
  ['mouth-a', ['mouth_a', 'mouth A', '口あ', '嘴_a', '口_ア']],
  ['mouth-u', ['mouth_u', '口う']],
  ['teeth', ['teeth', '歯', '牙齿', 'fang']],
  ['tongue', ['tongue', '舌']],
  ['glasses', ['glasses', '眼镜', 'メガネ']],
  ['head-accessory', ['hat', 'hairpin', 'リボン', '发饰', '耳机', 'ヘッドホン']],
  ['neck', ['neck', '首', '脖子']],
  ['body', ['body', 'clothes', '服', '身体', '胴体']],
  ['arm', ['arm_L', 'left sleeve', '腕', '手臂', '袖', 'upper_arm_R', 'forearm', '前腕', '小臂', '二の腕']],
  ['hand', ['hand_R', '手', '左手', '手首']],
  ['leg', ['leg', 'shoes', '脚', '靴', 'thigh_L', '太もも', '小腿', '足首', '袜子']],
  ['skirt', ['skirt', 'スカート', '裙子']],
  ['tail', ['tail', '尾巴', 'しっぽ']],
  ['effect', ['fx_tears', 'toggle glasses', '表情_怒り', '差分1', '效果 汗']],
  ['background', ['background', 'bg', '背景']],
  ['other', ['Layer 12', '图层 3', 'レイヤー5', 'clipping', 'charm', 'heart', 'beard']],
];

describe('roles of layers', () => {
  for (const [role, names] of NAMES)
    it.each(names)(`knows %s for ${role}`, (name) => {
      expect(layerRole(name, [])).toBe(role);
    });

  it('asks the folders, from the innermost, where a name says nothing', () => {
    expect(layerRole('Layer 3', ['head', 'hair_front'])).toBe('hair-front');
    expect(layerRole('影', ['前髪'])).toBe('hair-front');
    expect(layerRole('shine', ['hair_front'])).toBe('hair-front');
    expect(layerRole('Layer 1', ['mouth', 'group 7'])).toBe('mouth');
  });

  it('reads short names together with their folder', () => {
    expect(layerRole('white', ['eye_L'])).toBe('eye-white');
    expect(layerRole('closed', ['左目', 'eye_L'])).toBe('eye-closed');
    expect(layerRole('open', ['mouth'])).toBe('mouth-open');
    expect(layerRole('a', ['mouth'])).toBe('mouth-a');
  });

  it('tells an upper arm from a forearm', () => {
    for (const name of ['forearm_L', 'lower arm', '前腕', '小臂']) expect(limbSegment(name, []), name).toBe('lower');
    for (const name of ['upper_arm_L', 'UpperArm', '上腕', '大臂', '二の腕']) expect(limbSegment(name, []), name).toBe('upper');
    for (const name of ['arm_L', 'sleeve', '腕']) expect(limbSegment(name, []), name).toBeUndefined();
    expect(limbSegment('Layer 3', ['arm_L', 'forearm'])).toBe('lower');
  });

  it('finds her sides in names and folders', () => {
    expect(namedSide('eye_L', [])).toBe('left');
    expect(namedSide('RightArm', [])).toBe('right');
    expect(namedSide('白目', ['右目'])).toBe('right');
    expect(namedSide('mouth', ['face'])).toBeUndefined();
    expect(namedSide('lower', [])).toBeUndefined();
  });
});
