package io.github.wasmclassify.server.v2;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.github.wasmclassify.server.http.Problem;
import io.github.wasmclassify.server.v2.InferRequest.RequestedOutput;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads requests for inference: JSON, and behind it the tensor where the binary data extension is used. */
final class InferRequestReader {
    private static final int MOST_CLASSES = 100_000;

    private final ByteBuffer binary;
    private Optional<String> id = Optional.empty();
    private JsonObject parameters = new JsonObject();
    private final List<InputFields> inputs = new ArrayList<>();
    private final List<JsonObject> outputs = new ArrayList<>();

    private InferRequestReader(ByteBuffer binary) {
        this.binary = binary;
    }

    /** An input's JSON, whose fields may come in any order. */
    private static final class InputFields {
        private String datatype = "";
        private final List<Long> shape = new ArrayList<>();
        private JsonObject parameters = new JsonObject();
        private JsonTensor data;
    }

    /**
     * @param jsonLength of the JSON, in bytes, where binary data follows; 0 for a body that is a picture alone
     * @throws Problem 400 if it is no such request
     */
    static InferRequest read(byte[] body, Optional<String> jsonLength) {
        int length = jsonLength.map(text -> length(text, body.length)).orElse(body.length);
        if (length == 0 && jsonLength.isPresent()) {
            TensorInput picture = new TensorInput(Datatype.BYTES, List.of(1L), List.of(body), new float[0]);
            return new InferRequest(Optional.empty(), picture, List.of(), false);
        }
        InferRequestReader reader = new InferRequestReader(
                ByteBuffer.wrap(body, length, body.length - length).slice());
        try (JsonReader json = new JsonReader(
                new InputStreamReader(new ByteArrayInputStream(body, 0, length), StandardCharsets.UTF_8))) {
            reader.readRequest(json);
            return reader.request();
        } catch (MalformedJsonException | EOFException | NumberFormatException | IllegalStateException e) {
            throw Problem.badRequest("the request is no JSON of the Open Inference Protocol");
        } catch (IOException e) {
            throw new IllegalStateException(e); // an array is read
        }
    }

    private static int length(String text, int most) {
        try {
            int length = Integer.parseInt(text.trim());
            if (length >= 0 && length <= most) {
                return length;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Problem.badRequest(
                "Inference-Header-Content-Length must be the length of the JSON that the body begins with");
    }

    private void readRequest(JsonReader json) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "id" -> id = Optional.of(json.nextString());
                case "parameters" -> parameters = readObject(json);
                case "inputs" -> readArray(json, () -> inputs.add(readInput(json)));
                case "outputs" -> readArray(json, () -> outputs.add(readObject(json)));
                default -> json.skipValue();
            }
        }
        json.endObject();
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw new MalformedJsonException("more than one value");
        }
    }

    private interface Element {
        void read() throws IOException;
    }

    private static void readArray(JsonReader json, Element element) throws IOException {
        json.beginArray();
        while (json.hasNext()) {
            element.read();
        }
        json.endArray();
    }

    private static JsonObject readObject(JsonReader json) throws IOException {
        try {
            return JsonParser.parseReader(json).getAsJsonObject();
        } catch (JsonParseException e) {
            throw new MalformedJsonException(e);
        }
    }

    private static InputFields readInput(JsonReader json) throws IOException {
        InputFields input = new InputFields();
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "datatype" -> input.datatype = json.nextString();
                case "shape" -> readArray(json, () -> input.shape.add(json.nextLong()));
                case "parameters" -> input.parameters = readObject(json);
                case "data" -> input.data = JsonTensor.read(json);
                default -> json.skipValue(); // any name is as good: there is one input
            }
        }
        json.endObject();
        return input;
    }

    private InferRequest request() {
        if (inputs.size() != 1) {
            throw Problem.badRequest("the model has one input, not " + inputs.size());
        }
        boolean isBinary = flag(parameters, "binary_data_output", false);
        List<RequestedOutput> requested = outputs.stream()
                .map(output -> requestedOutput(output, isBinary))
                .toList();
        return new InferRequest(id, tensor(inputs.get(0)), requested, isBinary);
    }

    private TensorInput tensor(InputFields input) {
        Datatype datatype = datatype(input.datatype);
        if (input.parameters.has("binary_data_size")) {
            if (number(input.parameters, "binary_data_size", 0) != binary.remaining()) {
                throw Problem.badRequest("binary_data_size is not the length of what follows the JSON, which is "
                        + binary.remaining() + " bytes");
            }
            return switch (datatype) {
                case BYTES -> new TensorInput(datatype, input.shape, BinaryTensors.elements(binary), new float[0]);
                case FP32 -> new TensorInput(datatype, input.shape, List.of(), BinaryTensors.floats(binary));
                case UINT8 -> new TensorInput(datatype, input.shape, List.of(), BinaryTensors.unsignedBytes(binary));
            };
        }
        if (input.data == null) {
            throw Problem.badRequest("the input has neither data nor binary_data_size");
        }
        return datatype == Datatype.BYTES
                ? new TensorInput(datatype, input.shape, input.data.elements(), new float[0])
                : new TensorInput(datatype, input.shape, List.of(), input.data.numbers());
    }

    private static Datatype datatype(String name) {
        for (Datatype datatype : Datatype.values()) {
            if (datatype.name().equals(name)) {
                return datatype;
            }
        }
        throw Problem.badRequest("the input's datatype must be BYTES, FP32 or UINT8");
    }

    private static RequestedOutput requestedOutput(JsonObject output, boolean isBinary) {
        if (!(output.get("name") instanceof JsonPrimitive name)) {
            throw Problem.badRequest("a requested output has no name");
        }
        JsonObject own = output.get("parameters") instanceof JsonObject object ? object : new JsonObject();
        long classes = number(own, "classification", 0);
        if (classes < 0 || classes > MOST_CLASSES) {
            throw Problem.badRequest("classification must be from 0 to " + MOST_CLASSES);
        }
        return new RequestedOutput(name.getAsString(), (int) classes, flag(own, "binary_data", isBinary));
    }

    private static boolean flag(JsonObject parameters, String name, boolean otherwise) {
        JsonElement value = parameters.get(name);
        return value instanceof JsonPrimitive primitive && primitive.isBoolean() ? primitive.getAsBoolean() : otherwise;
    }

    private static long number(JsonObject parameters, String name, long otherwise) {
        JsonElement value = parameters.get(name);
        try {
            return value == null ? otherwise : value.getAsLong();
        } catch (NumberFormatException | IllegalStateException | UnsupportedOperationException e) {
            throw Problem.badRequest(name + " must be a whole number");
        }
    }
}
