package io.github.wasmclassify.training.head;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An ONNX model with a new head. The nodes, weights and values that only the old head needed are left out, and weights
 * from files beside the model are taken into it. Field numbers: onnx/onnx.proto.
 */
final class OnnxHead {
    private static final int MODEL_GRAPH = 7;
    private static final int MODEL_METADATA = 14;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_INPUT = 11;
    private static final int GRAPH_OUTPUT = 12;
    private static final int GRAPH_VALUE = 13;
    private static final int GRAPH_QUANTISATION = 14;
    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int VALUE_NAME = 1;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_RAW = 9;
    private static final int TENSOR_EXTERNAL = 13;
    private static final int TENSOR_LOCATION = 14;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    /** Other names of the property with the classes, which would contradict it. */
    private static final Set<String> LABEL_KEYS = Set.of("names", "class_names", "classes", "labels", "id2label");

    private final BaseModel base;
    private final Head head;
    private final Map<String, byte[]> external = new HashMap<>();
    private String prefix = "trained";

    OnnxHead(BaseModel base, Head head) {
        this.base = base;
        this.head = head;
    }

    Wire build() {
        Wire model = new Wire();
        for (WireField field : WireField.of(ByteBuffer.wrap(base.model().read()))) {
            switch (field.number()) {
                case MODEL_GRAPH -> model.message(MODEL_GRAPH, graph(field.fields()));
                case MODEL_METADATA -> {
                    if (!isReplaced(WireField.text(field.fields(), 1))) {
                        model.copy(field);
                    }
                }
                default -> model.copy(field);
            }
        }
        return model.message(MODEL_METADATA, property("names", names()))
                .message(MODEL_METADATA, property(BaseModel.PREPROCESSING, base.preprocessing()));
    }

    private static boolean isReplaced(String key) {
        return LABEL_KEYS.contains(key) || key.equals(BaseModel.PREPROCESSING);
    }

    private static Wire property(String key, String value) {
        return new Wire().text(1, key).text(2, value);
    }

    /** A dictionary from index to name, which is JSON and Python. */
    private String names() {
        return IntStream.range(0, head.labels().size())
                .mapToObj(
                        i -> "\"" + i + "\": " + BaseModel.quoted(head.labels().get(i)))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private Wire graph(List<WireField> fields) {
        Set<WireField> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<String> values = needed(fields, nodes);
        while (hasPrefix(values)) {
            prefix += "_";
        }
        Wire graph = new Wire();
        for (WireField field : fields) {
            switch (field.number()) {
                case GRAPH_NODE -> copyIf(graph, field, nodes.contains(field));
                case GRAPH_INPUT, GRAPH_VALUE ->
                    copyIf(graph, field, values.contains(WireField.text(field.fields(), VALUE_NAME)));
                case GRAPH_INITIALIZER -> {
                    if (values.contains(WireField.text(field.fields(), TENSOR_NAME))) {
                        addInitializer(graph, field);
                    }
                }
                case GRAPH_OUTPUT, GRAPH_QUANTISATION -> {}
                default -> graph.copy(field);
            }
        }
        addHead(graph);
        return graph;
    }

    /** The names that the features depend on, theirs among them; the nodes that make them are added to a set. */
    private Set<String> needed(List<WireField> fields, Set<WireField> nodes) {
        Set<String> values = new HashSet<>(Set.of(base.features()));
        for (int i = fields.size() - 1; i >= 0; i--) {
            if (fields.get(i).number() == GRAPH_NODE) {
                List<WireField> node = fields.get(i).fields();
                if (WireField.texts(node, NODE_OUTPUT).stream().anyMatch(values::contains)) {
                    nodes.add(fields.get(i));
                    values.addAll(WireField.texts(node, NODE_INPUT));
                }
            }
        }
        for (WireField node : nodes) {
            values.addAll(WireField.texts(node.fields(), NODE_OUTPUT));
        }
        return values;
    }

    private boolean hasPrefix(Set<String> values) {
        return values.stream().anyMatch(value -> value.startsWith(prefix));
    }

    private static void copyIf(Wire graph, WireField field, boolean isWanted) {
        if (isWanted) {
            graph.copy(field);
        }
    }

    private void addInitializer(Wire graph, WireField field) {
        List<WireField> tensor = field.fields();
        boolean isExternal = tensor.stream().anyMatch(part -> part.number() == TENSOR_LOCATION && part.varint() == 1);
        if (!isExternal) {
            graph.copy(field);
            return;
        }
        Map<String, String> place = new HashMap<>();
        Wire whole = new Wire();
        for (WireField part : tensor) {
            if (part.number() == TENSOR_EXTERNAL) {
                place.put(WireField.text(part.fields(), 1), WireField.text(part.fields(), 2));
            } else if (part.number() != TENSOR_LOCATION) {
                whole.copy(part);
            }
        }
        byte[] file = external.computeIfAbsent(place.getOrDefault("location", ""), base::external);
        int offset = Integer.parseInt(place.getOrDefault("offset", "0"));
        int length = Integer.parseInt(place.getOrDefault("length", Integer.toString(file.length - offset)));
        if (offset < 0 || length < 0 || length > file.length - offset) {
            throw new IllegalArgumentException("a weight lies outside of its file");
        }
        graph.message(GRAPH_INITIALIZER, whole.bytes(TENSOR_RAW, Arrays.copyOfRange(file, offset, offset + length)));
    }

    private void addHead(Wire graph) {
        addTensor(graph, "shape", INT64, Tensors.bytes(-1L, head.width()), 2);
        addNode(graph, "Reshape", 0, base.features(), name("shape"));
        int last = head.steps().size();
        for (int i = 0; i < last; i++) {
            add(graph, head.steps().get(i), i + 1);
        }
        graph.message(GRAPH_OUTPUT, output());
    }

    private Wire output() {
        Wire batch = new Wire().text(2, "batch");
        Wire classes = new Wire().number(1, head.labels().size());
        Wire shape = new Wire().message(1, batch).message(1, classes);
        Wire tensor = new Wire().number(1, FLOAT).message(2, shape);
        return new Wire().text(VALUE_NAME, value(head.steps().size())).message(2, new Wire().message(1, tensor));
    }

    private void add(Wire graph, Step step, int number) {
        String constant = "constant_" + number;
        if (step instanceof Step.Dense dense) {
            addTensor(
                    graph,
                    "weights_" + number,
                    FLOAT,
                    Tensors.bytes(dense.weights()),
                    dense.bias().length,
                    dense.weights()[0].length);
            addTensor(graph, "bias_" + number, FLOAT, Tensors.bytes(dense.bias()), dense.bias().length);
            Wire transposed = new Wire().text(1, "transB").number(3, 1).number(20, 2);
            addNode(
                    graph,
                    "Gemm",
                    number,
                    transposed,
                    value(dense.operand()),
                    name("weights_" + number),
                    name("bias_" + number));
        } else if (step instanceof Step.Shift shift) {
            addTensor(graph, constant, FLOAT, Tensors.bytes(shift.row()), shift.row().length);
            addNode(graph, "Add", number, value(shift.operand()), name(constant));
        } else if (step instanceof Step.Scale scale) {
            addTensor(graph, constant, FLOAT, Tensors.bytes(scale.row()), scale.row().length);
            addNode(graph, "Mul", number, value(scale.operand()), name(constant));
        } else if (step instanceof Step.Sum sum) {
            addNode(graph, "Add", number, value(sum.left()), value(sum.right()));
        } else if (step instanceof Step.Product product) {
            addNode(graph, "Mul", number, value(product.left()), value(product.right()));
        } else if (step instanceof Step.Softmax softmax) {
            Wire axis = new Wire().text(1, "axis").number(3, 1).number(20, 2);
            addNode(graph, "Softmax", number, axis, value(softmax.operand()));
        }
    }

    private String name(String part) {
        return prefix + "_" + part;
    }

    private String value(int number) {
        return name(number == head.steps().size() ? "probabilities" : "value_" + number);
    }

    private void addNode(Wire graph, String op, int number, String... inputs) {
        addNode(graph, op, number, null, inputs);
    }

    private void addNode(Wire graph, String op, int number, Wire attribute, String... inputs) {
        Wire node = new Wire();
        for (String input : inputs) {
            node.text(NODE_INPUT, input);
        }
        node.text(NODE_OUTPUT, value(number)).text(3, value(number)).text(4, op);
        graph.message(GRAPH_NODE, attribute == null ? node : node.message(5, attribute));
    }

    private void addTensor(Wire graph, String part, int type, byte[] content, long... shape) {
        Wire tensor = new Wire();
        for (long size : shape) {
            tensor.number(1, size);
        }
        graph.message(
                GRAPH_INITIALIZER,
                tensor.number(2, type).text(TENSOR_NAME, name(part)).bytes(TENSOR_RAW, content));
    }
}
