package io.github.wasmclassify.net;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;

/** The server that an http or https address names. */
record Endpoint(URI address) {
    private static final int LARGEST_PORT = 65535;

    /** @throws IOException if it is not an http or https address */
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

    /** A host name or an address, without the brackets of IPv6. */
    String host() {
        String host = address.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        return address.getPort() > 0 ? address.getPort() : isSecure() ? 443 : 80;
    }

    /** The value of the Host header. */
    String hostHeader() {
        return address.getHost() + (address.getPort() > 0 ? ":" + address.getPort() : "");
    }

    /** The target of a CONNECT request. */
    String hostAndPort() {
        return address.getHost() + ":" + port();
    }

    /** The request target, as a server gets it. */
    String target() {
        String path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        return address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
    }

    /** The request target, as a proxy gets it. */
    String absoluteTarget() {
        return address.getScheme().toLowerCase(Locale.ROOT) + "://" + hostHeader() + target();
    }
}
