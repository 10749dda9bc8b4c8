import { rule, type Span, spansOf } from './rule.ts';

/**
 * Attempts to give the language model orders: it is told to drop its rules, to be somebody without them, to give away its instructions, or it is
 * shown what looks like a line of the program. Works on folded text. This is one of three walls: viewers' words also stand between delimiters that
 * they cannot write, and her reply is looked at before it is spoken.
 */
export function injectionIn(text: string): Span[] {
  const spans = PATTERNS.flatMap((pattern) => spansOf(pattern, text));
  if (spans.length > 0 || !SPACED_OUT.test(text)) return spans;
  // Of words with blanks in them only the whole is known.
  const tight = text.replace(BETWEEN_SINGLES, '').replace(/\s+/gu, ' ');
  return PATTERNS.some((pattern) => spansOf(pattern, tight).length > 0) ? [{ from: 0, to: text.length }] : [];
}

const SPACED_OUT = /(?:(?<![a-z])[a-z][ ._-]{1,2}){3}[a-z](?![a-z])|(?:[一-龥ぁ-ゖ][ ._-]{1,2}){3}|[^\S\n]{2}|\s\n|\n\S/u;
const BETWEEN_SINGLES = /(?<=(?<![a-z])[a-z])[ ._-](?=[a-z](?![a-z]))|(?<=[一-龥ぁ-ゖ])[ ._-](?=[一-龥ぁ-ゖ])/gu;

const RULES_EN =
  '(?:instructions?|prompts?|rules?|guidelines?|directives?|programming|restrictions?|safety|filters?|system message|training)';
const WHOSE_EN =
  '(?:all |any |every |of |the |your |my |these |those |previous |prior |above |earlier |preceding |initial |original |current |system |content |safety |given |other ){0,5}';
const RULES_ZH = '(?:指令|提示词?|设定|规则|规定|要求|命令|限制|约束|指示|守则|人设|系统消息|安全策略|过滤)';
const RULES_JA = '(?:指示|命令|ルール|設定|プロンプト|制約|制限|規則|ガイドライン|指令|キャラ設定|フィルター)';

const PATTERNS = [
  // Drop your rules.
  rule(
    `\\b(?:ignore|disregard|forget|override|bypass|overwrite|discard|disobey|skip|drop|disable|turn off|stop following|do not follow|dont follow)\\b[ ]?${WHOSE_EN}(?:${RULES_EN}|(?:everything|anything|all)(?: that)? (?:above|before|you (?:were|have been|are) told)|what you were told)\\b`,
  ),
  rule(
    '\\b(?:ignore|forget|disregard) (?:all|everything|anything) (?:above|before|prior|previous|you know|you were told|that came before|i said)\\b',
  ),
  rule(
    `(?:忽略|无视|忘记|忘掉|忘了|抛开|抛弃|跳过|绕过|覆盖|清除|清空|取消|解除|删除|违反|不要(?:再)?(?:遵守|理会|管)|别(?:再)?(?:遵守|管)|停止遵守)(?:掉|你)?(?:以上|之前|上面|前面|先前|此前|所有|一切|全部|任何|当前|原来|原有|现有|开发者|系统|你自己|你|给你|被给|他们|安全|的|和){0,8}${RULES_ZH}`,
  ),
  rule('(?:忽略|无视|忘记|忘掉)(?:以上|之前|上面|前面|先前)(?:的|所有|全部|一切){0,3}(?:内容|对话|话|文字|消息|聊天)'),
  rule(
    `(?:以前|これまで|今まで|上記|上|前|先ほど|すべて|全て|全部|元|あなた|システム|安全)(?:の|に与えられた|まで){1,2}(?:すべての|全ての|全部の)?${RULES_JA}(?:を|は|なんて|とか)?(?:すべて|全て|全部|一旦|いったん)?(?:無視|忘れ|破棄|解除|無効|上書き|リセット|取り消|破っ|捨て)`,
  ),
  rule(`${RULES_JA}(?:を|は)(?:すべて|全て|全部)?(?:無視して|忘れて|解除して|無効にして|無効化|破って|上書き)`),
  // Be somebody without rules, or with rights.
  rule(
    '\\b(?:you are|youre|act as|behave as|pretend (?:to be|you are|youre)|become|simulate|roleplay as|role play as|switch to|enter|enable|activate|you are now in)\\b[ ]?(?:now |a |an |the |my |in |being |from now on ){0,4}(?:dan|stan|dude|jailbr[eo]ak\\w{0,5}|unrestricted|unfiltered|uncensored|unlimited|evil|developer mode|dev mode|debug mode|god mode|admin(?:istrator)? mode|sudo mode|root|ai without|assistant without|chatbot without|model without|bot without|no longer bound|no longer an? (?:ai|assistant|vtuber|bot)|free (?:of|from) (?:all |any )?(?:rules|restrictions|filters))\\b',
  ),
  rule(
    '\\b(?:no|without(?: any)?|free of|zero) (?:rules|restrictions|filters|limits|limitations|guidelines|censorship|moral) (?:apply|from now|anymore|at all|mode|whatsoever)\\b|\\bdo anything now\\b|\\bjailbreak (?:mode|prompt|yourself|the ai|her|you)\\b|\\bdeveloper mode\\b[^\\n]{0,20}\\b(?:enabled|on|activated|unlocked)\\b',
  ),
  rule(
    '\\b(?:i am|im|this is|as|it is) (?:your |the |an? )?(?:real |new )?(?:developer|dev|creator|admin|administrator|programmer|owner|system|openai|anthropic|engineer|root user|moderator)\\b[^\\n]{0,40}\\b(?:must|command|order|instruct|obey|override|authorized?|grant|require|need you to|allow you|permission|access code|password)\\b',
  ),
  rule(
    '(?:你现在是|你已经是|从现在(?:开始|起)[,]? ?你(?:就)?是|请?扮演|模拟|假装(?:你)?(?:自己)?是|切换(?:到|成|为)|进入|开启|启用|激活|变成)(?:一个|一名|一位|了|成|为)?(?:没有(?:任何)?(?:限制|道德|规则|底线|约束)|不受(?:任何)?(?:限制|约束)|无限制|无道德|dan|越狱|开发者模式|调试模式|管理员模式|上帝模式|debug|developer|root|超级管理员|系统管理员|邪恶(?:的)?(?:ai|人工智能)|没有过滤)',
  ),
  rule(
    '(?:我是|我就是|这里是|本人是|以)(?:你的?|本直播间的?|系统|超级)?(?:真正的)?(?:开发者|开发人员|程序员|管理员|创造者|系统|主人|工程师|运营|官方)(?:的身份|身份|权限)?[^\\n]{0,16}(?:命令你|要求你|指令|授权|允许你|必须|服从|听从|执行|权限|输出|告诉我你的|密码|口令)',
  ),
  rule(
    '(?:从现在(?:开始|起)|接下来|今后|以后)[,]? ?(?:你)?(?:必须|只能|只许|要)(?:无条件)?(?:听(?:从)?我(?:的)?|服从|执行我|按(?:照)?我(?:说)?的(?:指令|命令)|遵守我)',
  ),
  rule(
    '(?:あなたは|お前は|君は)?(?:今から|これから|ただいまから|今後)[、,]? ?(?:あなたは|お前は|君は)?[^\\n]{0,14}(?:制限(?:の|が)?な(?:い|く)|ルール(?:の|が)?な(?:い|く)|フィルター(?:の|が)?な(?:い|く)|無制限|脱獄|dan|開発者モード|管理者モード|デバッグモード|邪悪なai)',
  ),
  rule(
    '(?:開発者モード|管理者モード|デバッグモード|脱獄モード|ジェイルブレイク)(?:を|に|へ)?(?:有効|オン|起動|開始|切り替|入|移行|なって|して)?',
  ),
  rule(
    '(?:私|俺|僕|わたし|こちら)(?:は|が|の方は)?(?:あなたの|君の|お前の)?(?:本当の)?(?:開発者|管理者|製作者|作者|システム|エンジニア|運営|プログラマー)(?:だ|です|である|として)[^\\n]{0,20}(?:命令|指示|従え|従って|従い|許可|権限|無視|教えなさい|出力)',
  ),
  rule('(?:俺|私|僕)の(?:命令|指示)(?:に|だけに)(?:絶対|必ず|無条件で)?(?:従え|従って|従いなさい|服従)'),
  // Give away what you were told.
  rule(
    '\\b(?:reveal|print|show|display|output|repeat|leak|dump|tell|give|expose|write out|recite|paste|translate|summari[sz]e|what (?:is|are|was)|whats)\\b(?: me| us| chat| out| back| the| to| verbatim| word for word| all| of| full| entire| exact| complete){0,5} (?:your|the|its|her)(?: own| full| entire| exact| complete| original| initial| hidden| secret| internal| whole){0,3} (?:system ?prompt|prompt|system message|initial instructions?|instructions?|hidden instructions?|system instructions?|pre-?prompt|rules you were given|api ?key|config(?:uration)?)\\b(?! (?:booklet|manual|for (?:the|this) (?:game|recipe|furniture)))',
  ),
  rule(
    '\\b(?:repeat|print|output|say|show|recite)\\b[^\\n]{0,24}\\b(?:text|words|everything|message|lines?|content)s? (?:above|before this|prior to this)\\b',
  ),
  rule(
    '(?:输出|打印|告诉我|说出|显示|复述|重复|公开|泄露|透露|背诵|翻译|展示|发出来?|念(?:一下|出来?)?|给我看(?:看)?|把)(?:一下|下|出|你|出来|我们|大家|全部|完整|的|所有|原始|最初|初始|隐藏|内部|系统|前面){0,7}(?:系统提示词?|提示词|系统指令|系统消息|初始指令|prompt|预设指令|后台指令|隐藏指令|内部指令|api ?key|密钥|系统设定)',
  ),
  rule('(?:重复|复述|输出|打印)(?:一遍|一下)?(?:以上|上面|前面|之前)(?:的)?(?:所有|全部|一切)?(?:的)?(?:内容|文字|文本|话|消息)'),
  rule(
    '(?:システム|初期|隠し|内部)?(?:プロンプト|システム(?:の)?(?:指示|命令|メッセージ)|初期(?:の)?(?:指示|設定)|api ?キー|内部(?:の)?(?:指示|命令|設定))(?:を|の内容を|の全文を|、)(?:全部|全て|すべて|そのまま|ここに)?(?:教え|見せ|出力|表示|晒|読み上げ|書き出|公開|コピー|言って|吐い|吐け|復唱)',
  ),
  rule(
    '(?:これより前|ここまで|上記|以上|上)の(?:文章|テキスト|内容|メッセージ)を(?:全部|すべて|全て|そのまま)?(?:出力|繰り返し|復唱|書き出|表示)',
  ),
  // Lines of the program and tokens of chat templates.
  rule(
    '(?:\\[|【)[ ]?(?:system|系统|システム|admin|管理员|開発者|developer)[ ]?(?:消息|提示|指令|通知|メッセージ|message)?[ ]?(?:\\]|】)[ ]?\\S',
  ),
  rule(
    '<[|/]?[ ]?(?:system|assistant|user|im_start|im_end|endoftext|eot_id|start_header_id|viewer_messages?|viewer|instructions?|prompt|s)[ ]?[|/]?>|\\[/?(?:inst|sys|system)\\]|<<\\/?sys>>|#{2,}[ ]?(?:system|instruction|new instructions?|response|assistant|系统|指令)',
  ),
  rule(
    '(?:^|[\\n"\'”」』)\\]}>.。!?])[ ]?(?:\\[|【|\\(|\\*{1,2})?(?:system|assistant|developer|系统(?:消息|提示|指令|通知)?|システム(?:メッセージ|通知)?|管理员指令|admin command)(?:\\]|】|\\)|\\*{1,2})?[ ]?:[ ]?(?:you|your|the|ignore|new|from|override|enable|must|please|all|as|disregard|你|请|从|以下|忽略|新|所有|现在|あなた|今|以下|新しい|命令|全|ここ)',
  ),
  rule(
    '\\b(?:begin|end|start of|end of) (?:of )?(?:system|user|viewer|hidden|admin|new) (?:prompt|message|messages|input|instructions?)\\b|\\bnew (?:system )?(?:instructions?|prompt|directive):',
  ),
  rule(
    '\\b(?:execute|run|call|invoke|use)\\b (?:the |your |a )?(?:function|tool|command|shell|script|code|sql|api)(?: call)?\\b[^\\n]{0,30}(?:\\(|rm -rf|delete|drop table|switch_scene|sudo|curl|eval|`)|\\brm -rf\\b|\\bdrop table\\b',
  ),
];
