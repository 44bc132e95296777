package wasmclassify.image;

/** Cyan, magenta, yellow and black of a JPEG file as red, green and blue, without colour profiles, as Pillow converts them. */
final class Cmyk {
    private Cmyk() {}

    /**
     * @param samples 4 a pixel, inverted as Adobe's programs write them (255 is no ink)
     * @param isYcc whether the first three are luma and chroma (YCCK), which are not inverted
     */
    static byte[] toRgb(byte[] samples, boolean isYcc) {
        byte[] rgb = new byte[samples.length / 4 * 3];
        int[] paper = new int[3]; // how much of each colour the inks leave
        for (int from = 0, to = 0; from < samples.length; from += 4, to += 3) {
            if (isYcc) {
                inkFromYcc(samples, from, paper);
            } else {
                for (int i = 0; i < 3; i++) {
                    paper[i] = samples[from + i] & 0xff;
                }
            }
            int light = samples[from + 3] & 0xff;
            for (int i = 0; i < 3; i++) {
                rgb[to + i] = (byte) Math.max(0, light - Blend.divideBy255((255 - paper[i]) * light));
            }
        }
        return rgb;
    }

    /** JFIF's conversion; YCCK stores the inks' complement as a colour. */
    private static void inkFromYcc(byte[] samples, int from, int[] paper) {
        int y = samples[from] & 0xff;
        int cb = (samples[from + 1] & 0xff) - 128;
        int cr = (samples[from + 2] & 0xff) - 128;
        paper[0] = 255 - clip(y + 1.402 * cr);
        paper[1] = 255 - clip(y - 0.344136286 * cb - 0.714136286 * cr);
        paper[2] = 255 - clip(y + 1.772 * cb);
    }

    private static int clip(double level) {
        return (int) Math.max(0, Math.min(255, Math.floor(level + 0.5)));
    }
}
