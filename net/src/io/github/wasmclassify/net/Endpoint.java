package io.github.wasmclassify.net;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;

/** The server that an http or https address names. */
record Endpoint(URI address) {
    private static final int LARGEST_PORT = 65535;

    /** @throws IOException if it is no such address */
    static Endpoint of(URI address) throws IOException {
        boolean isHttp = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        if (!isHttp || address.getHost() == null || address.getPort() > LARGEST_PORT || address.getPort() == 0) {
            throw new IOException("`" + address + "` is not an http or https address");
        }
        return new Endpoint(address);
    }

    boolean isSecure() {
        return "https".equalsIgnoreCase(address.getScheme());
    }

    /** A name or an address, without the brackets of version 6. */
    String host() {
        String host = address.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        return address.getPort() > 0 ? address.getPort() : isSecure() ? 443 : 80;
    }

    /** As a Host header has it. */
    String hostHeader() {
        return address.getHost() + (address.getPort() > 0 ? ":" + address.getPort() : "");
    }

    /** As CONNECT wants it. */
    String hostAndPort() {
        return address.getHost() + ":" + port();
    }

    /** What a server is asked for. */
    String target() {
        String path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        return address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
    }

    /** What a proxy is asked for. */
    String absoluteTarget() {
        return address.getScheme().toLowerCase(Locale.ROOT) + "://" + hostHeader() + target();
    }
}
