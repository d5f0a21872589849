"""Learns to read the strips of strips.py and writes the weights: train.py STEPS FILE [FROM]

Needs python3-torch, python3-numpy, python3-pil and fonts-liberation (Debian 12); a thousand steps take five minutes. The state of the net is kept in FILE.torch;
FROM is such a state. The weights in ../pen_net.inc were made in three runs, each from the state of the one before: of 3000, 2600 and 2400 steps (the strips of
the first had less variety of print). Other weights need the bounds of ../ocr_pen.c measured again, and a new NV_OCR_VERSION.
"""
import multiprocessing
import os
import random
import sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import strips

SIGNS = "0123456789/?" # class 0 is “nothing”, 1 … 12 are these
BATCH = 64
KEPT = 600 # batches

def net():
    """As pen.c has it; the normalisation is folded into the weights when they are written."""
    def layer(i, o, size, pad, pool=None):
        return [nn.Conv2d(i, o, size, padding=pad, bias=False), nn.BatchNorm2d(o), nn.ReLU()] + ([nn.MaxPool2d(pool)] if pool else [])
    return nn.Sequential(
        *layer(1, 12, 3, 1, 2), *layer(12, 24, 3, 1, (2, 1)), *layer(24, 32, 3, 1, (2, 1)), *layer(32, 48, (5, 3), (0, 1)), nn.Dropout2d(.1),
        *layer(48, 48, (1, 5), (0, 2)), nn.Dropout2d(.1), nn.Conv2d(48, len(SIGNS) + 1, 1))

def batch(r):
    """Strips of like width, so that little is filled up."""
    pool = sorted((strips.strip(r) for _ in range(4 * BATCH)), key=lambda s: s[0].shape[1])
    out = []
    for k in range(0, len(pool), BATCH):
        part = pool[k:k + BATCH]
        wide = max(a.shape[1] for a, _ in part)
        x = np.zeros((len(part), 1, strips.ROWS, wide + wide % 2), np.float32)
        for i, (a, _) in enumerate(part): x[i, 0, :, :a.shape[1]] = strips.even(a)
        out.append((x, [a.shape[1] // 2 for a, _ in part], [t for _, t in part]))
    r.shuffle(out)
    return out

def maker(seed, queue):
    r = random.Random(seed)
    while True:
        for b in batch(r): queue.put(b)

def targets(texts):
    return torch.tensor([SIGNS.index(c) + 1 for t in texts for c in t], dtype=torch.long), torch.tensor([len(t) for t in texts])

def loss_of(model, x, lengths, texts):
    y = model(torch.from_numpy(x))[:, :, 0].permute(2, 0, 1).log_softmax(2)
    t, n = targets(texts)
    return F.ctc_loss(y, t, torch.tensor([min(max(l, 1), y.shape[0]) for l in lengths]), n, zero_infinity=True), y

def best(y):
    out = []
    for k in y.argmax(2).T.tolist():
        out.append("".join(SIGNS[c - 1] for i, c in enumerate(k) if c and (i == 0 or k[i - 1] != c)))
    return out

def folded(model):
    """Weights and biases of each layer with its normalisation."""
    parts = list(model)
    for i, m in enumerate(parts):
        if not isinstance(m, nn.Conv2d): continue
        w, b = m.weight.detach(), None if m.bias is None else m.bias.detach()
        if b is None:
            n = parts[i + 1]
            k = n.weight.detach() / torch.sqrt(n.running_var + n.eps)
            w, b = w * k[:, None, None, None], n.bias.detach() - n.running_mean * k
        yield w.reshape(w.shape[0], -1), b

def numbers(v): return ", ".join("%.6ef" % x for x in v.tolist())

def write(model, path):
    """Weights as bytes: each filter has its own scale."""
    with open(path, "w") as f:
        f.write("/* Made by pen/train.py from strips drawn by pen/strips.py; no picture of any document or person is in it. Do not edit. */\n")
        for k, (w, b) in enumerate(folded(model)):
            scale = w.abs().max(1).values / 127
            q = torch.round(w / scale[:, None]).to(torch.int).tolist()
            f.write("static const float bias%d[] = { %s };\n" % (k, numbers(b)))
            f.write("static const float scale%d[] = { %s };\n" % (k, numbers(scale)))
            f.write("static const int8_t weight%d[] = {\n%s\n};\n" % (k, ",\n".join(",".join(map(str, row)) for row in q)))

def main():
    steps, path = int(sys.argv[1]), sys.argv[2]
    torch.manual_seed(1)
    torch.set_num_threads(1)
    model = net()
    if len(sys.argv) > 3: model.load_state_dict(torch.load(sys.argv[3]))
    opt = torch.optim.AdamW(model.parameters(), 1e-3, weight_decay=1e-3)
    plan = torch.optim.lr_scheduler.OneCycleLR(opt, 5e-3 if len(sys.argv) <= 3 else 2e-3, total_steps=steps, pct_start=.1)
    queue = multiprocessing.Queue(24)
    p = multiprocessing.Process(target=maker, args=(len(sys.argv), queue), daemon=True)
    p.start()
    kept, chance = {}, random.Random(2)
    mean = right = seen = 0
    for step in range(1, steps + 1):
        if step % 3 == 1: # drawing costs more than learning: each batch is used again, lighter or darker
            kept[(step - 1) // 3 % KEPT] = x, lengths, texts = queue.get()
        else:
            x, lengths, texts = kept[chance.randrange(min(KEPT, (step - 1) // 3 + 1))]
            x = np.clip(x * chance.uniform(.7, 1.2) + chance.choice([0, .03]) * np.random.default_rng(step).normal(0, 1, x.shape), 0, 1).astype(np.float32)
        loss, y = loss_of(model, x, lengths, texts)
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5)
        opt.step()
        plan.step()
        mean += loss.item()
        right += sum(a == b for a, b in zip(best(y.detach()), texts))
        seen += len(texts)
        if step % 100 == 0 or step == steps:
            print(step, "loss %.3f right %.3f" % (mean / 100, right / seen), flush=True)
            mean = right = seen = 0
            torch.save(model.state_dict(), path + ".torch")
    write(model.eval(), path)
    p.terminate()

if __name__ == "__main__":
    main()
