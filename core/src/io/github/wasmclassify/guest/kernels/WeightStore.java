package io.github.wasmclassify.guest.kernels;

import io.github.wasmclassify.file.BinaryReader;
import io.github.wasmclassify.file.BinaryWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The packed weights of one model, shared by the guests that have loaded it. Guests ask for their weights in the order
 * of the model's layers, so what a guest asks for as its n-th is what any other has asked for as its n-th, and is
 * packed once.
 */
public final class WeightStore {
    /** To be raised with every change of how weights are laid out: those of another version are not read. */
    public static final int LAYOUT = 3;

    /** Replaced, never changed, when there is one more: kernels read it without a lock. */
    private volatile List<PackedFilter> filters = List.of();

    /** The n-th weights; packed now where no guest has asked for them before. A guest that comes meanwhile waits. */
    synchronized PackedFilter get(int n, FilterRequest request, Function<FilterRequest, PackedFilter> packing) {
        if (n == filters.size()) {
            var more = new ArrayList<>(filters);
            more.add(packing.apply(request));
            filters = List.copyOf(more);
        }
        PackedFilter filter = filters.get(n);
        if (!request.matches(filter)) {
            throw Bytes.trap("weights of another model");
        }
        return filter;
    }

    /** The n-th weights, which a guest has asked for before. */
    PackedFilter get(int n) {
        List<PackedFilter> all = filters;
        if (n < 0 || n >= all.size()) {
            throw Bytes.trap("weights " + n + " of " + all.size());
        }
        return all.get(n);
    }

    /** Writes all weights; where there are some, none must be packed meanwhile. */
    public void writeTo(BinaryWriter out) throws IOException {
        List<PackedFilter> all = filters;
        out.putInt(all.size());
        for (PackedFilter filter : all) {
            filter.writeTo(out);
        }
    }

    /** Reads what another store of as many lanes wrote, unless this one has weights: then they are the same. */
    public synchronized void readFrom(BinaryReader in) {
        if (filters.isEmpty()) {
            List<PackedFilter> all = new ArrayList<>();
            for (int count = in.getInt(); count > 0; count--) {
                all.add(PackedFilter.readFrom(in));
            }
            filters = List.copyOf(all);
        }
    }

    /** Bytes of all weights so far. */
    public long bytes() {
        return filters.stream()
                .mapToLong(filter -> (long) (filter.weights().length + filter.bias().length) * Float.BYTES)
                .sum();
    }
}
