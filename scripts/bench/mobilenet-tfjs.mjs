// MobileNet V2 1.0 224 (Sandler et al., 2018) for TensorFlow.js, which reads no ONNX: the same layers and sizes with weights of chance, batch
// norm folded as converters do it, ReLU6 fused.

/** Expansion, channels, blocks and stride of each stage: table 2 of the paper. */
const STAGES = [[1, 16, 1, 1], [6, 24, 2, 2], [6, 32, 3, 2], [6, 64, 4, 2], [6, 96, 3, 1], [6, 160, 3, 2], [6, 320, 1, 1]];

/** A function that runs the network on [1, 224, 224, 3] and gives [1, 1000]. */
export function mobileNet(tf) {
  const weights = (shape) => tf.randomNormal(shape, 0, 0.05);
  const convolution = (inputs, outputs, size, strides, activation) => {
    const [filter, bias] = [weights([size, size, inputs, outputs]), weights([outputs])];
    return (x) => tf.fused.conv2d({ x, filter, strides, pad: "same", bias, activation });
  };
  const depthwise = (channels, strides) => {
    const [filter, bias] = [weights([3, 3, channels, 1]), weights([channels])];
    return (x) => tf.fused.depthwiseConv2d({ x, filter, strides, pad: "same", bias, activation: "relu6" });
  };
  const block = (inputs, expansion, outputs, strides) => {
    const wide = inputs * expansion;
    const layers = [depthwise(wide, strides), convolution(wide, outputs, 1, 1, "linear")];
    if (expansion > 1) layers.unshift(convolution(inputs, wide, 1, 1, "relu6"));
    const through = (x) => layers.reduce((value, layer) => layer(value), x);
    return inputs === outputs && strides === 1 ? (x) => tf.add(x, through(x)) : through;
  };
  const layers = [convolution(3, 32, 3, 2, "relu6")];
  let channels = 32;
  for (const [expansion, outputs, count, strides] of STAGES) {
    for (let i = 0; i < count; i++) {
      layers.push(block(channels, expansion, outputs, i === 0 ? strides : 1));
      channels = outputs;
    }
  }
  layers.push(convolution(channels, 1280, 1, 1, "relu6"));
  const [dense, bias] = [weights([1280, 1000]), weights([1000])];
  return (x) => tf.tidy(() => tf.softmax(tf.add(tf.matMul(tf.mean(layers.reduce((value, layer) => layer(value), x), [1, 2]), dense), bias)));
}
