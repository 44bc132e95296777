package io.github.wasmclassify.training.head;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A TensorFlow frozen graph with a new head. The nodes that only the old head needed are left out. Classes and
 * preprocessing are constants beside the network. Field numbers: tensorflow/core/framework/{graph,node_def,attr_value,
 * tensor,tensor_shape}.proto.
 */
final class FrozenGraphHead {
    private static final int GRAPH_NODE = 1;
    private static final int NODE_NAME = 1;
    private static final int NODE_INPUT = 3;
    private static final int DT_FLOAT = 1;
    private static final int DT_INT32 = 3;
    private static final int DT_STRING = 7;

    private final BaseModel base;
    private final Head head;
    private String prefix = "trained";

    FrozenGraphHead(BaseModel base, Head head) {
        this.base = base;
        this.head = head;
    }

    Wire build() {
        List<WireField> fields = WireField.of(ByteBuffer.wrap(base.model().read()));
        Set<WireField> needed = needed(fields);
        Wire graph = new Wire();
        for (WireField field : fields) {
            if (field.number() != GRAPH_NODE || needed.contains(field)) {
                graph.copy(field);
            }
        }
        addConstant(graph, name("shape"), DT_INT32, Tensors.bytes(-1, head.width()), 2);
        addNode(
                graph,
                "Reshape",
                0,
                new Wire[] {type("T", DT_FLOAT), type("Tshape", DT_INT32)},
                base.features(),
                name("shape"));
        for (int i = 0; i < head.steps().size(); i++) {
            add(graph, head.steps().get(i), i + 1);
        }
        addText(graph, BaseModel.LABELS, BaseModel.json(head.labels()));
        addText(graph, BaseModel.PREPROCESSING, base.preprocessing());
        return graph;
    }

    /** The nodes that the features depend on. */
    private Set<WireField> needed(List<WireField> fields) {
        Map<String, WireField> byName = new HashMap<>();
        for (WireField field : fields) {
            if (field.number() == GRAPH_NODE) {
                byName.put(WireField.text(field.fields(), NODE_NAME), field);
            }
        }
        if (!byName.containsKey(base.features())) {
            throw base.failure(
                    "its features are made inside of a function, node `" + base.features()
                            + "`; save the graph with its functions inlined",
                    null);
        }
        while (byName.keySet().stream().anyMatch(name -> name.startsWith(prefix))) {
            prefix += "_";
        }
        Set<WireField> needed = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<String> open = new ArrayDeque<>(List.of(base.features()));
        while (!open.isEmpty()) {
            WireField node = byName.get(open.pop().replaceFirst("^\\^", "").replaceFirst(":[0-9]+$", ""));
            if (node != null && needed.add(node)) {
                open.addAll(WireField.texts(node.fields(), NODE_INPUT));
            }
        }
        return needed;
    }

    private void add(Wire graph, Step step, int number) {
        String constant = name("constant_" + number);
        Wire[] real = {type("T", DT_FLOAT)};
        if (step instanceof Step.Dense dense) {
            String product = name("product_" + number);
            addConstant(
                    graph,
                    name("weights_" + number),
                    DT_FLOAT,
                    Tensors.bytes(dense.weights()),
                    dense.weights().length,
                    dense.weights()[0].length);
            addConstant(graph, name("bias_" + number), DT_FLOAT, Tensors.bytes(dense.bias()), dense.bias().length);
            Wire[] attributes = {type("T", DT_FLOAT), flag("transpose_a", 0), flag("transpose_b", 1)};
            addNode(graph, "MatMul", product, attributes, value(dense.operand()), name("weights_" + number));
            addNode(graph, "BiasAdd", number, real, product, name("bias_" + number));
        } else if (step instanceof Step.Shift shift) {
            addConstant(graph, constant, DT_FLOAT, Tensors.bytes(shift.row()), shift.row().length);
            addNode(graph, "AddV2", number, real, value(shift.operand()), constant);
        } else if (step instanceof Step.Scale scale) {
            addConstant(graph, constant, DT_FLOAT, Tensors.bytes(scale.row()), scale.row().length);
            addNode(graph, "Mul", number, real, value(scale.operand()), constant);
        } else if (step instanceof Step.Sum sum) {
            addNode(graph, "AddV2", number, real, value(sum.left()), value(sum.right()));
        } else if (step instanceof Step.Product product) {
            addNode(graph, "Mul", number, real, value(product.left()), value(product.right()));
        } else if (step instanceof Step.Softmax softmax) {
            addNode(graph, "Softmax", number, real, value(softmax.operand()));
        }
    }

    private String name(String part) {
        return prefix + "/" + part;
    }

    private String value(int number) {
        return name(number == head.steps().size() ? "probabilities" : "value_" + number);
    }

    private void addNode(Wire graph, String op, int number, Wire[] attributes, String... inputs) {
        addNode(graph, op, value(number), attributes, inputs);
    }

    private static void addNode(Wire graph, String op, String name, Wire[] attributes, String... inputs) {
        Wire node = new Wire().text(NODE_NAME, name).text(2, op);
        for (String input : inputs) {
            node.text(NODE_INPUT, input);
        }
        for (Wire attribute : attributes) {
            node.message(5, attribute);
        }
        graph.message(GRAPH_NODE, node);
    }

    private static Wire attribute(String key, Wire value) {
        return new Wire().text(1, key).message(2, value);
    }

    private static Wire type(String key, int type) {
        return attribute(key, new Wire().number(6, type));
    }

    private static Wire flag(String key, int value) {
        return attribute(key, new Wire().number(5, value));
    }

    private static void addConstant(Wire graph, String name, int type, byte[] content, long... sizes) {
        Wire shape = new Wire();
        for (long size : sizes) {
            shape.message(2, new Wire().number(1, size));
        }
        addConstant(
                graph, name, type, new Wire().number(1, type).message(2, shape).bytes(4, content));
    }

    private static void addText(Wire graph, String name, String text) {
        Wire tensor = new Wire().number(1, DT_STRING).message(2, new Wire());
        addConstant(graph, name, DT_STRING, tensor.bytes(8, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void addConstant(Wire graph, String name, int type, Wire tensor) {
        Wire[] attributes = {type("dtype", type), attribute("value", new Wire().message(8, tensor))};
        addNode(graph, "Const", name, attributes);
    }
}
