"""Writes what features.py makes of a known sound, for the test of its twin: python3 write_vectors.py OUT.json

The sound needs no file: a tone that glides from 120 to 1900 Hz with its octave, swelling and fading, and a little noise from a small generator.
"""

import json
import sys

import numpy as np

import features as F

FRAMES = 120
EVERY = 7


def sound():
    n = np.arange(FRAMES * F.HOP, dtype=np.float64)
    t = n / F.RATE
    phase = 2 * np.pi * (120 * t + 0.5 * (1900 - 120) / (FRAMES * 0.01) * t * t)
    state, noise = 12345, np.empty(len(n))
    for i in range(len(n)):
        state = (state * 1664525 + 1013904223) % 2**32
        noise[i] = state / 2**32 - 0.5
    swell = 0.4 * (1 - np.cos(2 * np.pi * t / 0.6)) / 2
    return (swell * (np.sin(phase) + 0.3 * np.sin(2 * phase)) + 0.002 * noise).astype(np.float32)


made = F.features(sound())
rows = {str(f): [round(float(v), 5) for v in made[f]] for f in range(0, FRAMES, EVERY)}
json.dump({"madeBy": "scripts/lipsync/training/write_vectors.py", "frames": FRAMES, "rows": rows}, open(sys.argv[1], "w"))
