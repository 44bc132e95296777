package io.github.wasmclassify.cli.doctor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A picture that is made without any library: a gradient of 16 by 16 pixels, as a BMP file of 24 bits. */
final class TinyPicture {
    private static final int SIZE = 16;
    private static final int HEADER = 54;

    private TinyPicture() {}

    static byte[] bmp() {
        int pixels = SIZE * SIZE * 3;
        ByteBuffer file = ByteBuffer.allocate(HEADER + pixels).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'B').put((byte) 'M').putInt(HEADER + pixels).putInt(0).putInt(HEADER);
        file.putInt(40).putInt(SIZE).putInt(SIZE).putShort((short) 1).putShort((short) 24);
        file.putInt(0).putInt(pixels).putInt(2835).putInt(2835).putInt(0).putInt(0);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                file.put((byte) (x * 16)).put((byte) (y * 16)).put((byte) (255 - x * y));
            }
        }
        return file.array();
    }
}
