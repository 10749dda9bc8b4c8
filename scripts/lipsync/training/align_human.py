"""Labels for the human speech of Debian's pocketsphinx-testdata, by forced alignment: python3 align_human.py OUT

Needs `pip install pocketsphinx` (5.x, brings its English model). Only for evaluation. The aligner is about 12 ms early, which is put right here.
"""

import json
import os
import shutil
import subprocess
import sys
import wave

from pocketsphinx import Decoder

SOURCE = "/usr/share/pocketsphinx/test/data/librivox"
EARLY_MS = 12
here = os.path.dirname(os.path.abspath(__file__))
shapes = json.loads(subprocess.check_output(["node", os.path.join(here, "shapes.mjs")]))
out = os.path.join(sys.argv[1], "human")
os.makedirs(out, exist_ok=True)
index = []
for line in open(os.path.join(SOURCE, "transcription")):
    text, name = line.replace("<s>", "").replace("</s>", "").rsplit("(", 1)
    name, text = name.strip().rstrip(")"), text.strip()
    path = os.path.join(SOURCE, name + ".wav")
    with wave.open(path) as sound:
        rate, data = sound.getframerate(), sound.readframes(sound.getnframes())
    assert rate == 16000
    decoder = Decoder(lm=None, loglevel="FATAL")
    decoder.set_align_text(text)
    for again in (False, True):
        if again:
            decoder.set_alignment()
        decoder.start_utt()
        decoder.process_raw(data, full_utt=True)
        decoder.end_utt()
    visemes, at = [], 0.0
    duration = len(data) / 2 / rate * 1000
    for phone in decoder.get_alignment().phones():
        start, end = phone.start * 10 + EARLY_MS, (phone.start + phone.duration) * 10 + EARLY_MS
        label = phone.name.lower()
        shape = shapes.get("pau" if label.startswith("+") or label == "sil" else label)
        at = start
        for viseme, vowel, opened, share in shape:
            visemes.append({"start": at, "end": at + (end - start) * share, "viseme": viseme, "vowel": vowel, "open": opened})
            at += (end - start) * share
    name = "human-" + name[-4:]
    shutil.copy(path, os.path.join(out, name + ".wav"))
    json.dump({"id": name, "text": text, "durationMs": int(duration), "visemes": visemes}, open(os.path.join(out, name + ".json"), "w"))
    index.append({"id": name, "lang": "en", "engine": "human", "voice": "librivox", "noise": None, "durationMs": int(duration)})
json.dump(index, open(os.path.join(out, "index.json"), "w"))
print(len(index), "utterances in", out)
