package wasmclassify.input;

import java.io.IOException;
import java.net.URI;
import wasmclassify.error.PictureException;

/** A picture at an address. */
record UrlInput(String name, UrlFetcher fetcher) implements PictureInput {
    static boolean isAddress(String name) {
        return name.regionMatches(true, 0, "http://", 0, 7) || name.regionMatches(true, 0, "https://", 0, 8);
    }

    @Override
    public byte[] read() {
        try {
            return fetcher.fetch(URI.create(name));
        } catch (IOException | IllegalArgumentException e) {
            throw new PictureException(PictureException.Reason.UNREADABLE, e.getMessage(), e);
        }
    }
}
