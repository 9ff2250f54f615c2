"""Trains a 64-50-10 network on the 1,797 handwritten digits of 8x8 pixels that scikit-learn carries.

    python examples/digits.py [--epochs 30] [--seed 0]

Three quarters of the digits are for training. The program ends with the share of the others that it reads correctly.
"""

import argparse
from pathlib import Path

import numpy as np
from confusion import confusion_matrix, table
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from tqdm import tqdm

import nn
import optim
from autograd import draw, step_through


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()

    nn.manual_seed(args.seed)
    pixels, digits = load_digits(return_X_y=True)
    pixels = (pixels / 16).astype(np.float32)
    train_xs, test_xs, train_ts, test_ts = train_test_split(
        pixels, digits, test_size=0.25, random_state=args.seed, stratify=digits
    )

    model = nn.Sequential(nn.Linear(64, 50), nn.ReLU(), nn.Linear(50, 10))
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    minibatches = nn.data.Minibatches(train_xs, train_ts, batch_size=16)

    progress = tqdm(range(args.epochs), desc="training", unit="epoch")
    for _ in progress:
        for xs, ts in minibatches:
            zs = model(xs)
            loss = criterion(zs, ts)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        progress.set_postfix(loss=f"{loss.item():.4f}")

    predicted = model(test_xs).data.argmax(axis=1)
    print(f"\n{len(test_ts)} digits that the network has never seen, actual and predicted:\n")
    print(*table(confusion_matrix(test_ts, predicted, classes=10)), sep="\n")
    print(f"\nheld-out accuracy: {np.mean(predicted == test_ts):.2%}")

    loss = criterion(model(test_xs[:32]), test_ts[:32])
    folder = Path("out")
    folder.mkdir(exist_ok=True)
    picture = draw(loss).render(folder / "digits", format="svg", cleanup=True)
    step_through(loss).save(folder / "backprop.html")
    print(f"the network as a picture: {picture}")
    print(f"its backward pass, to step through in a browser: {folder / 'backprop.html'}")


if __name__ == "__main__":
    main()
