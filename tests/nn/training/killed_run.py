"""A training run for test_killed.py: with everything that has a state, and slow enough to be killed anywhere.

python killed_run.py CHECKPOINT RESULT SECONDS_PER_STEP
"""

import sys
import time

import numpy as np

import nn
import optim


def main(checkpoint, result, seconds):
    nn.manual_seed(3)
    rng = np.random.default_rng(0)
    xs = rng.normal(size=(90, 4)).astype(np.float32) * [1, 10, 0.1, 3]
    ts = (xs[:, 0] + xs[:, 3] > 1).astype(int)
    train_xs, test_xs, train_ts, test_ts = nn.data.train_test_split(xs, ts, test_size=30, stratify=ts)
    model = nn.Sequential(nn.data.Normalize(4).fit(train_xs), nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 2))
    optimizer = optim.AdamW(model.parameters(), lr=0.02)
    warmup = optim.lr_scheduler.LinearLR(optimizer, total_iters=10)
    noise = np.random.default_rng(5)

    def before_step():
        time.sleep(seconds)
        for parameter in model.parameters():
            parameter.bar = parameter.bar + noise.normal(scale=1e-3, size=parameter.shape)
        nn.utils.clip_grad_norm_(model.parameters(), 0.5)

    weights = nn.data.balanced_class_weights(train_ts)[train_ts]
    history = nn.fit(
        model,
        nn.CrossEntropyLoss(),
        optimizer,
        nn.data.Minibatches(train_xs, train_ts, batch_size=8, weights=weights),
        epochs=6,
        validation=(test_xs, test_ts),
        metrics={"accuracy": nn.accuracy},
        step_schedule=warmup,
        epoch_schedule=optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=0),
        before_step=before_step,
        checkpoint=checkpoint,
        save_every=3,
        saved_with={"noise": noise},
        progress=False,
    )
    nn.save({"model": model.state_dict(), "history": history.state_dict(), "noise": noise.random(3)}, result)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
