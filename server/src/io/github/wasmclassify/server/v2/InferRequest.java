package io.github.wasmclassify.server.v2;

import java.util.List;
import java.util.Optional;

/**
 * A request for inference.
 *
 * @param id to be repeated in the answer
 * @param outputs that are asked for; empty for all there are
 * @param isBinary whether outputs are binary where they do not say otherwise
 */
record InferRequest(Optional<String> id, TensorInput input, List<RequestedOutput> outputs, boolean isBinary) {
    /**
     * @param classes how many of the best classes to answer with, as texts; 0 for all scores
     * @param isBinary whether its data comes behind the JSON
     */
    record RequestedOutput(String name, int classes, boolean isBinary) {}
}
