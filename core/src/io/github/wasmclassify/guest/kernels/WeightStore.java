package io.github.wasmclassify.guest.kernels;

import java.util.ArrayList;
import java.util.List;

/**
 * The packed weights of one model, shared by the guests that have loaded it. Guests ask for their weights in the order
 * of the model's layers, so what a guest asks for as its n-th is what any other has asked for as its n-th, and is
 * packed once.
 */
public final class WeightStore {
    private final List<PackedFilter> filters = new ArrayList<>();

    /** The n-th weights; packed now where no guest has asked for them before. A guest that comes meanwhile waits. */
    synchronized PackedFilter get(int n, FilterRequest request) {
        if (n == filters.size()) {
            filters.add(request.pack());
        }
        PackedFilter filter = filters.get(n);
        if (!request.matches(filter)) {
            throw Bytes.trap("weights of another model");
        }
        return filter;
    }

    /** Bytes of all weights so far. */
    public synchronized long bytes() {
        return filters.stream()
                .mapToLong(filter -> (long) (filter.weights().length + filter.bias().length) * Float.BYTES)
                .sum();
    }
}
