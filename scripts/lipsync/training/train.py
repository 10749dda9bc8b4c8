"""Trains the lip-sync model: python3 train.py DATA OUT [--minutes M] [--hidden H] [--resume]

A causal convolution over three frames, two GRU layers, and three heads that say what the mouth does now, 20 ms ago and 40 ms ago.
Written for the CPU of a small machine (JAX, one thread for the model and one process for the sound).
"""

import argparse
import multiprocessing as mp
import os
import pickle
import time

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

LAGS = (0, 2, 4)
OUT = 21
FRAMES = 2400
CHUNK = 100
ROWS = 32
# Making a batch of tracks costs as much as a pass over it: each is used this many times, under other masks, within a pool of POOL batches.
USES = 3
POOL = 8


def producer(folder, parts, seed, queue):
    import corpus

    os.nice(1)
    tracks = corpus.Tracks(groups_of(folder, parts, corpus), seed, FRAMES)
    made = 0
    while True:
        batch = [tracks.track() for _ in range(ROWS)]
        queue.put(tuple(np.stack([t[k] for t in batch]) for k in range(4)))
        made += 1
        if made % 20 == 0:
            # A part that is still being made grows under our hands.
            tracks.use(groups_of(folder, parts, corpus))


def groups_of(folder, parts, corpus):
    there = [(name, weight) for name, weight in parts if os.path.exists(os.path.join(folder, f"{name}.jsonl"))]
    return [(weight, corpus.by_voice(corpus.read(folder, name))) for name, weight in there]


def initial(rng, size, hidden):
    uniform = lambda shape, fan: rng.uniform(-1, 1, shape).astype(np.float32) * np.float32(1 / np.sqrt(fan))
    p = {"conv": uniform((3 * size, hidden), 3 * size / 3), "conv_b": np.zeros(hidden, np.float32)}
    for k in (1, 2):
        p[f"w{k}"] = uniform((hidden, 3 * hidden), hidden)
        p[f"r{k}"] = uniform((hidden, 3 * hidden), hidden)
        p[f"wb{k}"] = np.zeros(3 * hidden, np.float32)
        p[f"rb{k}"] = np.zeros(3 * hidden, np.float32)
    p["head"] = uniform((2 * hidden, OUT * len(LAGS)), 2 * hidden)
    p["head_b"] = np.zeros(OUT * len(LAGS), np.float32)
    return p


def build(jax, jnp, optax, hidden):
    def gru(p, k, x, h):
        inputs = x @ p[f"w{k}"] + p[f"wb{k}"]

        def step(h, xi):
            hi = h @ p[f"r{k}"] + p[f"rb{k}"]
            z = jax.nn.sigmoid(xi[:, :hidden] + hi[:, :hidden])
            r = jax.nn.sigmoid(xi[:, hidden : 2 * hidden] + hi[:, hidden : 2 * hidden])
            n = jnp.tanh(xi[:, 2 * hidden :] + r * hi[:, 2 * hidden :])
            h = (1 - z) * n + z * h
            return h, h

        h, out = jax.lax.scan(step, h, inputs.swapaxes(0, 1))
        return out.swapaxes(0, 1), h

    def forward(p, x, state, key=None, keep=1.0):
        """x [rows, time + 2, size]: two frames of the past first."""
        stacked = jnp.concatenate([x[:, :-2], x[:, 1:-1], x[:, 2:]], -1)
        drop = (lambda v, k: v) if key is None else (lambda v, k: v * jax.random.bernoulli(k, keep, v.shape) / keep)
        keys = jax.random.split(key, 3) if key is not None else [None] * 3
        c = drop(jax.nn.relu(stacked @ p["conv"] + p["conv_b"]), keys[0])
        a, s1 = gru(p, 1, c, state[0])
        b, s2 = gru(p, 2, drop(a, keys[1]), state[1])
        joined = drop(jnp.concatenate([a, b], -1), keys[2])
        return joined @ p["head"] + p["head_b"], (s1, s2)

    def loss(p, x, viseme, vowel, opened, state, key):
        y, state = forward(p, x, state, key, 0.85)
        y = y.reshape(y.shape[0], y.shape[1], len(LAGS), OUT)
        total = 0.0
        hits = []
        for k, lag in enumerate(LAGS):
            # Labels come with the longest lag in front.
            first = max(LAGS) - lag
            v, w, o = (t[:, first : first + y.shape[1]] for t in (viseme, vowel, opened))
            lv = jax.nn.log_softmax(y[:, :, k, :15])
            lw = jax.nn.log_softmax(y[:, :, k, 15:20])
            po = jax.nn.sigmoid(y[:, :, k, 20])
            known = (w >= 0).astype(jnp.float32)
            # A little doubt about every label keeps the model from learning one voice by heart.
            target = 0.95 * jax.nn.one_hot(v, 15) + 0.05 / 15
            total += -(target * lv).sum(-1).mean()
            ce = -((0.94 * jax.nn.one_hot(jnp.maximum(w, 0), 5) + 0.06 / 5) * lw).sum(-1)
            total += 1.6 * (ce * known).sum() / (known.size * 0.35)
            total += 6.0 * ((po - o) ** 2).mean()
            hits.append(((lw.argmax(-1) == w) * known).sum() / jnp.maximum(known.sum(), 1))
        return total / len(LAGS), (state, jnp.stack(hits))

    optimizer = optax.chain(optax.clip_by_global_norm(1.0), optax.scale_by_adam(b2=0.995), optax.add_decayed_weights(1e-3))

    def update(p, opt, x, viseme, vowel, opened, state, key, rate):
        (value, (state, hits)), grads = jax.value_and_grad(loss, has_aux=True)(p, x, viseme, vowel, opened, state, key)
        updates, opt = optimizer.update(grads, opt, p)
        return jax.tree_util.tree_map(lambda v, u: v - rate * u, p, updates), opt, state, value, hits

    return forward, optimizer, jax.jit(update)


# Shares of the parts in what is heard; a part that is not there is left out.
PARTS = [("espeak", 0.36), ("festival", 0.38), ("neural", 0.26)]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("data")
    arguments.add_argument("out")
    arguments.add_argument("--minutes", type=float, default=30)
    arguments.add_argument("--hidden", type=int, default=96)
    arguments.add_argument("--peak", type=float, default=4e-3)
    arguments.add_argument("--resume", default="")
    arguments.add_argument("--seed", type=int, default=7)
    a = arguments.parse_args()
    queue = mp.get_context("spawn").Queue(2)
    worker = mp.get_context("spawn").Process(target=producer, args=(a.data, PARTS, a.seed, queue), daemon=True)
    worker.start()
    import jax
    import jax.numpy as jnp
    import optax

    forward, optimizer, update = build(jax, jnp, optax, a.hidden)
    params = {k: jnp.asarray(v) for k, v in initial(np.random.default_rng(a.seed), 42, a.hidden).items()}
    if a.resume:
        params = {k: jnp.asarray(v) for k, v in np.load(a.resume).items()}
    opt = optimizer.init(params)
    key = jax.random.PRNGKey(a.seed)
    rng = np.random.default_rng(a.seed + 1)
    batches = pool(queue, rng)
    began, step, seen = time.time(), 0, 0
    mean_hits, mean_loss = np.zeros(len(LAGS)), 0.0
    average = {k: np.asarray(v) for k, v in params.items()}
    back = max(LAGS)
    while time.time() - began < a.minutes * 60:
        x, viseme, vowel, opened = next(batches)
        x = masked(np.concatenate([np.repeat(x[:, :1], 2, 1), x], 1), rng)
        pad = lambda t, fill: np.concatenate([np.full((ROWS, back), fill, t.dtype), t], 1)
        viseme, vowel, opened = pad(viseme, 0), pad(vowel, -1), pad(opened, 0)
        state = (jnp.zeros((ROWS, a.hidden)), jnp.zeros((ROWS, a.hidden)))
        for start in range(0, FRAMES, CHUNK):
            done = min(1, (time.time() - began) / (a.minutes * 60))
            rate = a.peak * min(1, (step + 10) / 150) * (0.5 + 0.5 * np.cos(np.pi * done)) + 1e-5
            key, sub = jax.random.split(key)
            cut = slice(start, start + CHUNK + back)
            params, opt, state, value, hits = update(
                params, opt, x[:, start : start + CHUNK + 2], viseme[:, cut], vowel[:, cut], opened[:, cut], state, sub, rate
            )
            step += 1
            mean_hits = 0.98 * mean_hits + 0.02 * np.asarray(hits)
            mean_loss = 0.98 * mean_loss + 0.02 * float(value)
        # A running mean of the weights is a better model than the last of them.
        decay = min(0.93, step / (step + 200))
        average = {k: decay * average[k] + (1 - decay) * np.asarray(v) for k, v in params.items()}
        seen += ROWS * FRAMES
        np.savez(a.out + ".tmp.npz", **average)
        os.replace(a.out + ".tmp.npz", a.out)
        unbiased = 1 - 0.98**step
        print(
            f"step {step} loss {mean_loss / unbiased:.3f} vowels {np.round(mean_hits / unbiased, 3)} "
            f"hours {seen / 360000:.2f} minutes {(time.time() - began) / 60:.1f}",
            flush=True,
        )
    worker.terminate()


def pool(queue, rng):
    held = []
    while True:
        while not held or (len(held) < POOL and not queue.empty()):
            held.append([queue.get(), USES])
        k = int(rng.integers(len(held)))
        held[k][1] -= 1
        yield held[k][0]
        if held[k][1] == 0:
            held.pop(k)


def masked(x, rng):
    """Hides a few bands and tilts the spectrum a little, another way each time."""
    x = x.copy()
    for row in x:
        row[:, :40] += rng.normal(0, 0.12) + np.linspace(-1, 1, 40, dtype=np.float32) * rng.normal(0, 0.12)
        if rng.random() < 0.5:
            width = rng.integers(1, 7)
            low = rng.integers(0, 40 - width)
            at = rng.integers(0, FRAMES // 2)
            row[at : at + rng.integers(100, FRAMES // 2), low : low + width] = rng.uniform(-3, -1)
    return x


if __name__ == "__main__":
    main()
