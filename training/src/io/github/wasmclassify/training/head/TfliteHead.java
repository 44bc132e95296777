package io.github.wasmclassify.training.head;

import io.github.wasmclassify.training.head.FlatPart.Links;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A TensorFlow Lite model with a new head. A new root, and lists of what is kept and new, are put before the old file,
 * whose tables they share: so nothing of it needs to be understood but where its parts are. The weights of the old head
 * stay in the file, set to zero. Features of a quantised model become floats before the head. Field numbers:
 * tensorflow/lite/schema/schema.fbs.
 */
final class TfliteHead {
    private static final String IDENTIFIER = "TFL3";
    private static final Set<String> REPLACED = Set.of("TFLITE_METADATA", BaseModel.LABELS, BaseModel.PREPROCESSING);

    // TensorType
    private static final int FLOAT32 = 0;
    private static final Set<Integer> QUANTISED = Set.of(3, 7, 9, 1); // uint8, int16, int8, float16

    /** Operators, with the versions and the kinds of options that they have here. */
    private enum Op {
        ADD(0, 1, 11),
        DEQUANTIZE(6, 3, 0),
        FULLY_CONNECTED(9, 1, 8),
        MUL(18, 1, 21),
        SOFTMAX(25, 1, 9);

        private final int code;
        private final int version;
        private final int options;

        Op(int code, int version, int options) {
            this.code = code;
            this.version = version;
            this.options = options;
        }
    }

    private final BaseModel base;
    private final Head head;
    private final byte[] file;
    private final FlatTable model;
    private final FlatTable subgraph;

    private final Links codes = new Links();
    private final Map<Op, Integer> codeNumbers = new HashMap<>();
    private final Links tensors = new Links();
    private final Links operators = new Links();
    private final Links buffers = new Links();
    private final Links metadata = new Links();

    TfliteHead(BaseModel base, Head head) {
        this.base = base;
        this.head = head;
        file = AppendedZip.cut(base.model().read());
        model = FlatTable.root(file);
        subgraph = model.tables(2).get(0);
    }

    byte[] build() {
        int features = features();
        model.tables(1).forEach(code -> codes.old(code.address()));
        subgraph.tables(0).forEach(tensor -> tensors.old(tensor.address()));
        keepOperators(features);
        int output = addHead(features);
        addMetadata();
        FlatPart changed = new FlatPart.Table()
                .part(0, tensors.vector())
                .old(1, subgraph.target(1))
                .part(2, FlatPart.of(output))
                .part(3, operators.vector())
                .old(4, subgraph.target(4))
                .build();
        Links subgraphs = new Links().part(changed);
        model.tables(2).stream().skip(1).forEach(other -> subgraphs.old(other.address()));
        FlatPart root = new FlatPart.Table()
                .number(0, model.number(0))
                .part(1, codes.vector())
                .part(2, subgraphs.vector())
                .old(3, model.target(3))
                .part(4, buffers.vector())
                .part(6, metadata.vector())
                .build();
        return FlatPart.file(root, IDENTIFIER, file);
    }

    /** The number of the tensor with the features. */
    private int features() {
        List<FlatTable> all = subgraph.tables(0);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).text(3).equals(base.features())) {
                return i;
            }
        }
        throw base.failure("its tensor `" + base.features() + "` was not found in the file", null);
    }

    /** Keeps the operators that the features depend on, and empties the buffers that only others read. */
    private void keepOperators(int features) {
        List<FlatTable> all = subgraph.tables(3);
        Set<Integer> needed = new HashSet<>(Set.of(features));
        List<FlatTable> kept = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).numbers(2).stream().anyMatch(needed::contains)) {
                needed.addAll(all.get(i).numbers(1));
                needed.addAll(all.get(i).numbers(2));
                kept.add(0, all.get(i));
            }
        }
        kept.forEach(operator -> operators.old(operator.address()));
        Set<Integer> read = new HashSet<>();
        Set<Integer> unread = new HashSet<>();
        List<FlatTable> tensorTables = subgraph.tables(0);
        for (int i = 0; i < tensorTables.size(); i++) {
            (needed.contains(i) ? read : unread).add(tensorTables.get(i).number(2));
        }
        unread.removeAll(read);
        unread.remove(0); // by convention the empty one
        keepBuffers(model.tables(2).size() == 1 ? unread : Set.of());
    }

    private void keepBuffers(Set<Integer> unread) {
        List<FlatTable> all = model.tables(4);
        for (int i = 0; i < all.size(); i++) {
            buffers.old(all.get(i).address());
            int data = all.get(i).target(0);
            if (unread.contains(i) && data != 0) {
                int length = model.bytes().getInt(data);
                Arrays.fill(file, data + Integer.BYTES, data + Integer.BYTES + length, (byte) 0);
            }
        }
    }

    /** @return the number of the tensor with the probabilities */
    private int addHead(int features) {
        FlatTable tensor = subgraph.tables(0).get(features);
        List<Integer> shape = tensor.numbers(0);
        int type = tensor.octet(1);
        List<Integer> values = new ArrayList<>(List.of(features));
        if (type != FLOAT32) {
            if (!QUANTISED.contains(type)) {
                throw base.failure("its features are numbers of a kind that cannot be turned into floats", null);
            }
            values.set(0, addTensor("features", shape, null));
            addOperator(Op.DEQUANTIZE, List.of(features), values.get(0));
        }
        List<Integer> widths = new ArrayList<>(List.of(head.width()));
        for (int i = 0; i < head.steps().size(); i++) {
            add(head.steps().get(i), i + 1, shape, values, widths);
        }
        return values.get(values.size() - 1);
    }

    private void add(Step step, int number, List<Integer> shape, List<Integer> values, List<Integer> widths) {
        String name = number == head.steps().size() ? "probabilities" : "value_" + number;
        int width = step instanceof Step.Dense dense ? dense.bias().length : widths.get(first(step));
        // what still has the shape of the features keeps it, as the operators do
        boolean isFlat = step instanceof Step.Dense || width != head.width() || shape.size() == 2;
        int output = addTensor(name, isFlat ? List.of(shape.get(0), width) : shape, null);
        if (step instanceof Step.Dense dense) {
            int weights = addTensor(
                    "weights_" + number,
                    List.of(dense.bias().length, dense.weights()[0].length),
                    Tensors.bytes(dense.weights()));
            int bias = addTensor("bias_" + number, List.of(dense.bias().length), Tensors.bytes(dense.bias()));
            addOperator(Op.FULLY_CONNECTED, List.of(values.get(dense.operand()), weights, bias), output);
        } else if (step instanceof Step.Shift shift) {
            int row = addTensor("constant_" + number, List.of(shift.row().length), Tensors.bytes(shift.row()));
            addOperator(Op.ADD, List.of(values.get(shift.operand()), row), output);
        } else if (step instanceof Step.Scale scale) {
            int row = addTensor("constant_" + number, List.of(scale.row().length), Tensors.bytes(scale.row()));
            addOperator(Op.MUL, List.of(values.get(scale.operand()), row), output);
        } else if (step instanceof Step.Sum sum) {
            addOperator(Op.ADD, List.of(values.get(sum.left()), values.get(sum.right())), output);
        } else if (step instanceof Step.Product product) {
            addOperator(Op.MUL, List.of(values.get(product.left()), values.get(product.right())), output);
        } else if (step instanceof Step.Softmax softmax) {
            addOperator(Op.SOFTMAX, List.of(values.get(softmax.operand())), output);
        }
        values.add(output);
        widths.add(width);
    }

    private static int first(Step step) {
        if (step instanceof Step.Shift shift) {
            return shift.operand();
        } else if (step instanceof Step.Scale scale) {
            return scale.operand();
        } else if (step instanceof Step.Sum sum) {
            return sum.left();
        } else if (step instanceof Step.Product product) {
            return product.left();
        }
        return ((Step.Softmax) step).operand();
    }

    /** @param content of a constant, or null */
    private int addTensor(String name, List<Integer> shape, byte[] content) {
        FlatPart.Table tensor = new FlatPart.Table()
                .part(0, FlatPart.of(shape.stream().mapToInt(Integer::intValue).toArray()))
                .part(3, FlatPart.of("trained/" + name));
        if (content != null) {
            tensor.number(2, addBuffer(content));
        }
        tensors.part(tensor.build());
        return tensors.size() - 1;
    }

    private int addBuffer(byte[] content) {
        buffers.part(new FlatPart.Table().part(0, FlatPart.of(content)).build());
        return buffers.size() - 1;
    }

    private void addOperator(Op op, List<Integer> inputs, int output) {
        FlatPart.Table operator = new FlatPart.Table()
                .number(0, code(op))
                .part(1, FlatPart.of(inputs.stream().mapToInt(Integer::intValue).toArray()))
                .part(2, FlatPart.of(output));
        if (op.options != 0) {
            FlatPart.Table options = new FlatPart.Table();
            if (op == Op.SOFTMAX) {
                options.real(0, 1);
            }
            operator.number(3, op.options).part(4, options.build());
        }
        operators.part(operator.build());
    }

    private int code(Op op) {
        return codeNumbers.computeIfAbsent(op, added -> {
            codes.part(new FlatPart.Table()
                    .number(0, added.code)
                    .number(2, added.version)
                    .number(3, added.code)
                    .build());
            return codes.size() - 1;
        });
    }

    private void addMetadata() {
        for (FlatTable entry : model.tables(6)) {
            if (!REPLACED.contains(entry.text(0))) {
                metadata.old(entry.address());
            }
        }
        addText(BaseModel.LABELS, BaseModel.json(head.labels()));
        addText(BaseModel.PREPROCESSING, base.preprocessing());
    }

    private void addText(String key, String text) {
        int buffer = addBuffer(text.getBytes(StandardCharsets.UTF_8));
        metadata.part(
                new FlatPart.Table().part(0, FlatPart.of(key)).number(1, buffer).build());
    }
}
