"""Trains a 784-50-10 network on the 60,000 MNIST digits and tests it on the other 10,000.

    python examples/mnist.py --data FOLDER [--epochs 10] [--seed 0]

FOLDER has the four MNIST files, train-images-idx3-ubyte and so on, raw or compressed with gzip.
"""

import argparse
import sys

import numpy as np
from confusion import confusion_matrix, table
from tqdm import tqdm

import nn
import optim


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, metavar="FOLDER", help="where the MNIST files are")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()

    try:
        mnist = nn.data.read_mnist(args.data)
    except (OSError, nn.data.IDXError) as error:
        sys.exit(f"mnist.py: {error}")

    nn.manual_seed(args.seed)
    train_xs = to_vectors(mnist.train_images)
    model = nn.Sequential(nn.Linear(784, 50), nn.ReLU(), nn.Linear(50, 10))
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    minibatches = nn.data.Minibatches(train_xs, mnist.train_labels, batch_size=128)

    for epoch in range(args.epochs):
        optimizer.param_groups[0]["lr"] = 0.1 * (1 - epoch / args.epochs)  # smaller steps towards the end
        progress = tqdm(minibatches, desc=f"epoch {epoch + 1:2} of {args.epochs}", unit="batch")
        for xs, ts in progress:
            zs = model(xs)
            loss = criterion(zs, ts)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()

    predicted = model(to_vectors(mnist.test_images)).data.argmax(axis=1)
    print(f"\n{len(predicted):,} digits that the network has never seen, actual and predicted:\n")
    print(*table(confusion_matrix(mnist.test_labels, predicted, classes=10)), sep="\n")
    print(f"\ntest accuracy: {np.mean(predicted == mnist.test_labels):.2%}")


def to_vectors(images: np.ndarray) -> np.ndarray:
    """Pictures of bytes as vectors of numbers from 0 to 1."""
    return images.reshape(len(images), -1).astype(np.float32) / 255


if __name__ == "__main__":
    main()
