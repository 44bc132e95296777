package io.github.wasmclassify.cli.input;

import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.net.FetchBudget;
import io.github.wasmclassify.net.UrlFetcher;
import java.io.IOException;
import java.net.URI;

/** A picture at an address. */
final class UrlInput implements PictureInput {
    private final String name;
    private final UrlFetcher fetcher;
    private final FetchBudget.Share share;

    UrlInput(String name, UrlFetcher fetcher) {
        this.name = name;
        this.fetcher = fetcher;
        share = fetcher.share();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte[] read() {
        try {
            return fetcher.fetch(URI.create(name), share);
        } catch (IOException | IllegalArgumentException e) {
            throw new PictureException(PictureException.Reason.UNREADABLE, e.getMessage(), e);
        }
    }

    @Override
    public void release() {
        share.close();
    }
}
