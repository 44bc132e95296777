package io.github.wasmclassify.image;

import java.io.IOException;

/**
 * A picture file whose headers were read. Each kind of file keeps only the parts that decide its pixels: colour
 * profiles, thumbnails, comments and later frames are never given to a decoder, so they can neither change what it sees
 * nor harm it.
 */
interface EncodedPicture {
    /** In pixels, as stored. */
    int width();

    /** In pixels, as stored. */
    int height();

    /**
     * Decodes the picture, whose size is acceptable. What is transparent shows white.
     *
     * @throws IOException if the data is not surely whole
     * @throws UnfitPictureException if the file contradicts itself
     */
    Pixels decode() throws IOException;
}
