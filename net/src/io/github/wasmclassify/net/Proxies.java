package io.github.wasmclassify.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The proxies that the environment names, as curl and others read it: {@code HTTPS_PROXY}, {@code HTTP_PROXY},
 * {@code ALL_PROXY} and {@code NO_PROXY}, in upper or lower case. Java's own properties ({@code https.proxyHost} and so
 * on) override them.
 */
public final class Proxies extends ProxySelector {
    private static final List<String> JAVA_PROPERTIES =
            List.of("http.proxyHost", "https.proxyHost", "java.net.useSystemProxies");
    private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);
    private static final int DEFAULT_PORT = 80;

    private final Map<String, String> environment;

    private Proxies(Map<String, String> environment) {
        this.environment = environment;
    }

    public static ProxySelector of(Map<String, String> environment) {
        return JAVA_PROPERTIES.stream().anyMatch(name -> System.getProperty(name) != null)
                ? ProxySelector.getDefault()
                : new Proxies(environment);
    }

    @Override
    public List<Proxy> select(URI target) {
        String proxy = Stream.of(target.getScheme() + "_proxy", "all_proxy")
                .map(this::variable)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
        if (proxy.isEmpty() || isExempt(target.getHost())) {
            return DIRECT;
        }
        URI address = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        if (address.getHost() == null) {
            throw new IllegalArgumentException("the proxy `" + proxy + "` is not a valid address");
        }
        int port = address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
        return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address.getHost(), port)));
    }

    private boolean isExempt(String target) {
        String host = target.toLowerCase(Locale.ROOT);
        return Stream.of(variable("no_proxy").toLowerCase(Locale.ROOT).split(","))
                .map(entry -> entry.strip().replaceFirst("^[*]?[.]", "").replaceFirst(":[0-9]+$", ""))
                .anyMatch(entry ->
                        entry.equals("*") || !entry.isEmpty() && (host.equals(entry) || host.endsWith("." + entry)));
    }

    private String variable(String name) {
        String value = environment.getOrDefault(name, environment.get(name.toUpperCase(Locale.ROOT)));
        return value == null ? "" : value.strip();
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
        // the caller gets the failure itself
    }
}
