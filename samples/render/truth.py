"""What native TensorFlow sees in the samples: writes ../truth.json, the tests' oracle.

usage: truth.py MOBILENET.pb     the real MobileNet V2 1.0 224 as a frozen graph; the built-in model is in the repository
needs: pip install tensorflow-cpu==2.21.0 -r requirements.txt
"""
import json
import os
import pathlib
import sys

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import numpy as np
import tensorflow as tf
from PIL import Image, ImageOps

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = ROOT / 'samples'


class Model:
    """A frozen graph with one Placeholder and one sink, and its labels."""

    def __init__(self, path, labels):
        self.labels = (ROOT / 'labels' / labels).read_text().splitlines()
        definition = tf.compat.v1.GraphDef.FromString(pathlib.Path(path).read_bytes())
        consumed = {name.split(':')[0].lstrip('^') for node in definition.node for name in node.input}
        source = next(node.name for node in definition.node if node.op == 'Placeholder')
        sink = [node.name for node in definition.node
                if node.name not in consumed and node.op not in ('Const', 'NoOp', 'Placeholder')][-1]
        graph = tf.Graph()
        with graph.as_default():
            self.input, self.output = tf.import_graph_def(
                definition, return_elements=[source + ':0', sink + ':0'], name='')
        self.session = tf.compat.v1.Session(graph=graph)

    def top5(self, picture):
        """[[class index, probability], ...], best first, of the whole picture squashed to the input's square."""
        size = int(self.input.shape[1])
        upright = ImageOps.exif_transpose(picture).convert('RGB').resize((size, size), Image.BILINEAR)
        pixels = np.asarray(upright, np.float32) / 127.5 - 1
        probabilities = self.session.run(self.output, {self.input: pixels[None]}).ravel()
        return [[int(i), round(float(probabilities[i]), 6)] for i in np.argsort(-probabilities)[:5]]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.strip())
    models = {'pocket': Model(ROOT / 'models' / 'pocket.pb', 'pocket.txt'),
              'mobilenet_v2': Model(sys.argv[1], 'imagenet.txt')}
    files = sorted(path for path in SAMPLES.iterdir() if path.suffix in ('.gif', '.jpg', '.png', '.webp'))
    truth = {path.name: {} for path in files}
    for path in files:
        for name, model in models.items():
            truth[path.name][name] = model.top5(Image.open(path))
        print(path.name, *(f'{name}: {model.labels[truth[path.name][name][0][0]]} {truth[path.name][name][0][1]:.2f}'
                           for name, model in models.items()), sep='\t')
    lines = [f'{json.dumps(name)}: {json.dumps(answers)}' for name, answers in truth.items()]
    (SAMPLES / 'truth.json').write_text('{\n' + ',\n'.join(lines) + '\n}\n')


if __name__ == '__main__':
    main()
