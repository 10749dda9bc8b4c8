"""Reads the corpus that the make-* scripts write, and turns it into endless tracks of disguised speech."""

import json
import os

import numpy as np
from scipy.signal import resample_poly

import features as F

KERNEL = np.array([0.05, 0.25, 0.4, 0.25, 0.05], np.float32)
WARPS = np.linspace(0.84, 1.19, 15)
BANKS = [F.mel_bank(w) for w in WARPS]


def read(folder, name):
    """Utterances of one part: voice, sound (int16, 16 kHz), segment ends (ms) and labels [n, 3]."""
    pcm = np.fromfile(os.path.join(folder, f"{name}.pcm"), dtype=np.int16)
    at, out = 0, []
    with open(os.path.join(folder, f"{name}.jsonl")) as lines:
        for line in lines:
            entry = json.loads(line)
            sound = pcm[at : at + entry["samples"]]
            at += entry["samples"]
            if len(sound) < entry["samples"]:
                break
            if entry["rate"] != F.RATE:
                divisor = np.gcd(entry["rate"], F.RATE)
                sound = np.clip(resample_poly(sound.astype(np.float32), F.RATE // divisor, entry["rate"] // divisor), -32768, 32767).astype(np.int16)
            segments = np.array(entry["segments"], np.float32)
            out.append((entry["voice"], sound, segments[:, 0], segments[:, 1:]))
    return out


def by_voice(utterances):
    voices = {}
    for u in utterances:
        voices.setdefault(u[0], []).append(u)
    return list(voices.values())


def label_at(ends, labels, times_ms):
    """viseme, vowel (-1 none, -2 not scored), openness of each moment; silence outside."""
    which = np.searchsorted(ends, times_ms, side="right")
    inside = (times_ms >= 0) & (which < len(ends))
    which = np.minimum(which, len(ends) - 1)
    picked = labels[which]
    viseme = np.where(inside, picked[:, 0], 0).astype(np.int8)
    vowel = np.where(inside, picked[:, 1], -1).astype(np.int8)
    opened = np.where(inside, picked[:, 2], 0).astype(np.float32)
    return viseme, vowel, opened


def smooth(opened):
    return np.convolve(np.pad(opened, 2, mode="edge"), KERNEL, "valid").astype(np.float32)


def disguise(sound, rng):
    """Another room, another microphone: a smooth random equaliser, band limits, reverberation."""
    size = len(sound) + 8000
    spectrum = np.fft.rfft(sound, size)
    freq = np.fft.rfftfreq(size, 1 / F.RATE)
    knots = np.array([0, 150, 350, 700, 1300, 2200, 3500, 5500, 8000.0])
    depth = rng.uniform(0, 9)
    gain = np.interp(freq, knots, rng.normal(0, 1, len(knots)) * depth / 2 + rng.uniform(-1, 1) * np.linspace(-6, 6, len(knots)))
    if rng.random() < 0.12:
        top = rng.uniform(3300, 7000)
        gain = gain - np.clip((freq - top) / 300, 0, 1) * 50
    if rng.random() < 0.2:
        gain = gain - np.clip((rng.uniform(60, 250) - freq) / 80, 0, 1) * 30
    spectrum = spectrum * 10 ** (gain / 20)
    if rng.random() < 0.4:
        length = int(rng.uniform(0.08, 0.45) * F.RATE)
        tail = rng.standard_normal(length) * np.exp(-6.9 * np.arange(length) / length)
        tail[: int(rng.uniform(0.001, 0.01) * F.RATE)] = 0
        tail *= 10 ** (rng.uniform(-22, -3) / 20) / (np.sqrt((tail**2).sum()) + 1e-9)
        tail[0] = 1
        spectrum = spectrum * np.fft.rfft(tail, size)
    return np.fft.irfft(spectrum, size)[: len(sound)].astype(np.float32)


def noise(length, rng, babble):
    kind = rng.integers(7)
    white = rng.standard_normal(length).astype(np.float32)
    if kind == 0:
        return white
    if kind in (1, 2):
        spectrum = np.fft.rfft(white)
        return np.fft.irfft(spectrum / np.maximum(1, np.arange(len(spectrum))) ** (0.5 if kind == 1 else 0.9), length).astype(np.float32)
    t = np.arange(length) / F.RATE
    if kind == 3:
        base = rng.choice([50, 60, 100, 120])
        return (0.2 * white + sum(np.sin(2 * np.pi * base * k * t + rng.uniform(0, 6)) / k for k in range(1, 6))).astype(np.float32)
    if kind in (4, 5):
        total = 0.03 * white
        for _ in range(rng.integers(1, 4)):
            pace = rng.integers(2500, 12000)
            steps = rng.integers(0, 25, length // pace + 1)[np.arange(length) // pace]
            phase = 2 * np.pi * np.cumsum(rng.uniform(80, 400) * 2 ** (steps / 12.0)) / F.RATE
            fade = np.exp(-3 * (np.arange(length) % pace) / pace) if rng.random() < 0.6 else 1
            total = total + fade * sum(np.sin(k * phase) / k ** rng.uniform(0.7, 1.6) for k in range(1, 6))
        return total.astype(np.float32)
    out = np.zeros(length, np.float32)
    for _ in range(rng.integers(3, 7)):
        piece = np.tile(babble(rng), 1 + length // 16000)[:length].astype(np.float32)
        out += np.roll(piece / (np.sqrt((piece**2).mean()) + 1e-6), rng.integers(length))
    return out


class Tracks:
    """Endless tracks of `frames` frames: features [frames, 42], viseme, vowel, openness."""

    def __init__(self, groups, seed, frames):
        # groups: [(weight, [utterances of a voice, ...]), ...]
        self.frames, self.rng = frames, np.random.default_rng(seed)
        self.use(groups)

    def use(self, groups):
        self.groups = groups
        self.weights = np.array([g[0] for g in groups]) / sum(g[0] for g in groups)

    def pick(self, rng):
        voices = self.groups[rng.choice(len(self.groups), p=self.weights)][1]
        sizes = np.sqrt([len(v) for v in voices])
        voice = voices[rng.choice(len(voices), p=sizes / sizes.sum())]
        return voice[rng.integers(len(voice))]

    def track(self):
        rng = self.rng
        length = self.frames * F.HOP
        sound = np.zeros(length, np.float32)
        viseme = np.zeros(self.frames, np.int8)
        vowel = np.full(self.frames, -1, np.int8)
        opened = np.zeros(self.frames, np.float32)
        bank = np.full(self.frames, len(WARPS) // 2, np.int64)
        times = (np.arange(self.frames) + 0.5) * 10.0
        at = int(rng.integers(0, 60)) * F.HOP
        loudness = rng.uniform(-34, -6)
        while at < length - F.HOP * 30:
            _, pcm, ends, labels = self.pick(rng)
            speed = float(np.exp(rng.uniform(np.log(0.8), np.log(1.25)))) if rng.random() < 0.8 else 1.0
            warp = int(np.clip(round(len(WARPS) // 2 + rng.normal(0, 3.5)), 0, len(WARPS) - 1)) if rng.random() < 0.75 else len(WARPS) // 2
            if not 0.78 < speed * WARPS[warp] < 1.32:
                warp = len(WARPS) // 2
            count = int(len(pcm) / speed)
            y = np.interp(np.arange(count) * speed, np.arange(len(pcm)), pcm).astype(np.float32) / 32768
            if rng.random() < 0.85:
                y = disguise(y, rng)
            rms = np.sqrt((y**2).mean()) + 1e-6
            y = y * (10 ** ((loudness + rng.uniform(-4, 4)) / 20) / rms)
            end = min(length, at + len(y))
            sound[at:end] += y[: end - at]
            first, last = at // F.HOP, end // F.HOP
            moments = (times[first:last] - at / 16.0) * speed
            viseme[first:last], vowel[first:last], opened[first:last] = label_at(ends, labels, moments)
            bank[first:last] = warp
            at = end + int(rng.integers(0, 50) if rng.random() < 0.75 else rng.integers(50, 200)) * F.HOP
            at -= at % F.HOP
            if rng.random() < 0.35:
                loudness = rng.uniform(-34, -6)
        if rng.random() < 0.6:
            n = noise(length, rng, lambda r: self.pick(r)[1][:64000])
            n *= np.sqrt((sound**2).mean() + 1e-9) / (np.sqrt((n**2).mean()) + 1e-9) * 10 ** (-rng.uniform(3, 38) / 20)
            sound += n
        sound += rng.standard_normal(length).astype(np.float32) * 10 ** (rng.uniform(-95, -62) / 20)
        if rng.random() < 0.05:
            sound = np.clip(sound * 4, -0.9, 0.9)
        feats = F.relative(F.log_mel(np.clip(sound, -1, 1), bank, BANKS))
        return feats, viseme, vowel, smooth(opened)
