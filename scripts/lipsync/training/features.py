"""What the model hears: the same numbers as src/shared/speech/lipsync/features.ts (a test compares the two).

16 kHz mono, -1..1. Frame f ends with sample (f + 1) * 160 and covers the 400 samples before it, so it needs no sound after (f + 1) * 10 ms.
Pre-emphasis 0.97, a window that rises over 300 samples and falls over 100 (its weight lies near the newest sound), FFT of 512, power,
40 triangular mel bands from 80 to 7600 Hz, ln(power + 1e-7). From all bands the level is taken off; two more values tell how far the
frame lies under that level and over the floor. All is divided by 3 and clipped to -4..4.
"""

import numpy as np

RATE = 16000
HOP = 160
WINDOW = 400
FFT = 512
BANDS = 40
SIZE = BANDS + 2
RISE = 300
LEVEL_START, LEVEL_FALL, LEVEL_LEAST = -8.0, 0.01, -9.0
FLOOR_START, FLOOR_RISE = -12.0, 0.005


def window():
    rise = np.sin(np.pi / 2 * (np.arange(RISE) + 0.5) / RISE) ** 2
    fall = np.cos(np.pi / 2 * (np.arange(WINDOW - RISE) + 0.5) / (WINDOW - RISE)) ** 2
    return np.concatenate([rise, fall]).astype(np.float32)


def mel_bank(warp=1.0):
    """Triangles [257, 40]; `warp` moves formants as another length of the vocal tract would (1 = as they are)."""
    to_mel = lambda f: 2595 * np.log10(1 + f / 700)
    from_mel = lambda m: 700 * (10 ** (m / 2595) - 1)
    points = from_mel(np.linspace(to_mel(80), to_mel(7600), BANDS + 2))
    bins = np.fft.rfftfreq(FFT, 1 / RATE)
    # Up to 5 kHz by the factor, then in a straight line so that 8 kHz stays where it is.
    knee = 5000.0 / max(warp, 1.0)
    bins = np.where(bins <= knee, bins * warp, knee * warp + (bins - knee) * (8000 - knee * warp) / (8000 - knee))
    bank = np.zeros((BANDS, len(bins)), np.float32)
    for i in range(BANDS):
        low, middle, high = points[i : i + 3]
        bank[i] = np.maximum(0, np.minimum((bins - low) / (middle - low), (high - bins) / (high - middle)))
    return bank.T.copy()


_WINDOW = window()
_BANK = mel_bank()


def log_mel(sound, bank_of_frame=None, banks=None):
    """[frames, 40] of ln power; with `banks`, frame f uses banks[bank_of_frame[f]]."""
    frames = len(sound) // HOP
    padded = np.concatenate([np.zeros(WINDOW - HOP, np.float32), sound.astype(np.float32)])
    out = np.empty((frames, BANDS), np.float32)
    step = 4096
    for start in range(0, frames, step):
        index = np.arange(start, min(frames, start + step))[:, None] * HOP + np.arange(WINDOW)[None]
        block = padded[index]
        block = block - 0.97 * np.concatenate([block[:, :1], block[:, :-1]], 1)
        power = (np.abs(np.fft.rfft(block * _WINDOW, FFT, axis=1)) ** 2).astype(np.float32)
        if banks is None:
            out[start : start + step] = power @ _BANK
        else:
            which = bank_of_frame[start : start + step]
            for k in np.unique(which):
                rows = np.nonzero(which == k)[0]
                out[start + rows] = power[rows] @ banks[k]
    return np.log(out + 1e-7)


def relative(bands):
    """[frames, 42] from [frames, 40]: level and floor are followed frame by frame."""
    energy = bands.mean(1)
    level = np.empty(len(bands), np.float32)
    floor = np.empty(len(bands), np.float32)
    high, low = LEVEL_START, FLOOR_START
    for i, e in enumerate(energy.tolist()):
        high = max(e, high - LEVEL_FALL, LEVEL_LEAST)
        low = min(e, low + FLOOR_RISE)
        level[i], floor[i] = high, low
    joined = np.concatenate([bands - level[:, None], (energy - level)[:, None], (energy - floor)[:, None]], 1)
    return np.clip(joined / 3.0, -4, 4).astype(np.float32)


def features(sound):
    return relative(log_mel(sound))
