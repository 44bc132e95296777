package io.github.wasmclassify.guest.kernels;

/**
 * How the pixels of a resized picture are made of the source's; the order is that of the guest's
 * {@code picture/method.rs}.
 */
enum ResizeMethod {
    NEAREST(1, false),
    BILINEAR(1, true),
    BILINEAR_ALIASED(1, false),
    BICUBIC(2, true),
    BICUBIC_ALIASED(2, false),
    LANCZOS(3, true);

    /** Half of the kernel's width, in output pixels or, without antialiasing, in source pixels. */
    private final double radius;

    private final boolean antialiased;

    ResizeMethod(double radius, boolean antialiased) {
        this.radius = radius;
        this.antialiased = antialiased;
    }

    /** @throws com.dylibso.chicory.runtime.WasmRuntimeException if there is no such method */
    static ResizeMethod of(int code) {
        if (code < 0 || code >= values().length) {
            throw Bytes.trap("a resize by method " + code);
        }
        return values()[code];
    }

    /** Source pixels that are one unit of distance, where {@code scale} of them make an output. */
    double unit(double scale) {
        return antialiased ? Math.max(scale, 1) : 1;
    }

    double radius() {
        return radius;
    }

    /**
     * The weight of a source at this distance from the centre of an output, before all of them are made to add up to 1.
     */
    double weight(double distance) {
        double x = Math.abs(distance);
        return switch (this) {
            case NEAREST -> 1;
            case BILINEAR, BILINEAR_ALIASED -> Math.max(0, 1 - x);
            case BICUBIC, BICUBIC_ALIASED -> cubic(x);
            case LANCZOS -> x < 3 ? sinc(x) * sinc(x / 3) : 0;
        };
    }

    /** Keys, "Cubic convolution interpolation for digital image processing", 1981, with a = -0.5. */
    private static double cubic(double x) {
        double a = -0.5;
        if (x < 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
    }
}
