package io.github.wasmclassify.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;

/**
 * Connects to web servers. A name is resolved once for each connection, and only addresses that were checked are
 * connected to. A name server that gives another answer a moment later changes nothing.
 */
final class Connector {
    /** An IPv4 address, also in spellings that programs read differently (0177.0.0.1, 2130706433, 0x7f000001). */
    private static final Pattern VERSION_4 = Pattern.compile("(?i)[0-9.]+|0x[0-9a-f.]*");

    private final WebPolicy policy;
    private final Resolver resolver;
    private final ProxySelector proxies;
    private final Supplier<SSLSocketFactory> tls;

    Connector(WebPolicy policy, Resolver resolver, ProxySelector proxies, Supplier<SSLSocketFactory> tls) {
        this.policy = policy;
        this.resolver = resolver;
        this.proxies = proxies;
        this.tls = tls;
    }

    /** Where a request goes, and whether through a proxy. */
    record Route(Endpoint endpoint, Optional<InetSocketAddress> proxy) {}

    Route route(Endpoint endpoint) {
        return new Route(
                endpoint,
                proxies.select(endpoint.address()).stream()
                        .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
                        .map(proxy -> (InetSocketAddress) proxy.address())
                        .findFirst());
    }

    /** @throws IOException whose message says why there is no connection */
    DefaultBHttpClientConnection connect(Route route, ConnectionGuard guard) throws IOException, HttpException {
        Endpoint endpoint = route.endpoint();
        if (route.proxy().isEmpty()) {
            Socket socket = open(endpoint.host(), addresses(endpoint.host()), endpoint.port(), guard);
            return endpoint.isSecure() ? secure(socket, endpoint) : HttpWire.bind(socket);
        }
        requireAllowedBehindProxy(endpoint.host());
        InetSocketAddress proxy = route.proxy().get();
        Socket socket = open(proxy.getHostString(), resolve(proxy.getHostString()), proxy.getPort(), guard);
        if (!endpoint.isSecure()) {
            return HttpWire.bind(socket);
        }
        HttpWire.tunnel(socket, endpoint);
        return secure(socket, endpoint);
    }

    private InetAddress[] resolve(String host) throws IOException {
        try {
            return resolver.resolve(host);
        } catch (UnknownHostException e) {
            throw new UnreachableException("cannot resolve host " + host, e);
        }
    }

    private InetAddress[] addresses(String host) throws IOException {
        InetAddress[] found = resolve(host);
        if (policy.allowed().isPresent()) {
            requireAllowed(host, found, policy.allowed().get());
        }
        return found;
    }

    /** Refuses a name if even one of its addresses is forbidden, because its owner may be planning an attack. */
    private static void requireAllowed(String host, InetAddress[] found, Predicate<InetAddress> allowed)
            throws IOException {
        for (InetAddress address : found) {
            if (!allowed.test(address)) {
                throw forbidden(host);
            }
        }
    }

    /**
     * The proxy resolves names, perhaps to other addresses or where this machine cannot. Addresses that this machine
     * finds are checked, and an address in a spelling that the proxy may read differently is refused.
     */
    private void requireAllowedBehindProxy(String host) throws IOException {
        if (policy.allowed().isEmpty()) {
            return;
        }
        boolean isVersion4 = VERSION_4.matcher(host).matches();
        try {
            InetAddress[] found = resolver.resolve(host);
            requireAllowed(host, found, policy.allowed().get());
            if (isVersion4 && !host.equals(found[0].getHostAddress())) {
                throw forbidden(host);
            }
        } catch (UnknownHostException e) {
            if (isVersion4) {
                throw forbidden(host);
            }
        }
    }

    private static IOException forbidden(String host) {
        return new UnreachableException(host + " is not a public address, so it is not contacted", null);
    }

    /** Connects to the first of these addresses that answers. */
    private Socket open(String host, InetAddress[] addresses, int port, ConnectionGuard guard) throws IOException {
        IOException failure = null;
        for (InetAddress address : addresses) {
            SocketChannel channel = SocketChannel.open(); // unlike a plain socket, it can be interrupted
            try {
                guard.hold(channel);
                channel.socket().connect(new InetSocketAddress(address, port), (int)
                        policy.connectLimit().toMillis());
                channel.socket().setSoTimeout((int) policy.stallLimit().toMillis());
                return channel.socket();
            } catch (IOException e) {
                guard.check(e);
                failure = e;
            }
        }
        throw new UnreachableException("cannot reach " + host + ": " + reason(failure), failure);
    }

    private String reason(IOException failure) {
        if (Thread.currentThread().isInterrupted()) {
            return "interrupted";
        }
        if (failure instanceof SocketTimeoutException) {
            return "no connection within " + policy.connectLimit().toSeconds() + " s";
        }
        return failure instanceof ConnectException ? "connection refused" : String.valueOf(failure.getMessage());
    }

    /** The certificate must be for the requested name, whatever its address. */
    private DefaultBHttpClientConnection secure(Socket socket, Endpoint endpoint) throws IOException {
        SSLSocket secure = (SSLSocket) tls.get().createSocket(socket, endpoint.host(), endpoint.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return HttpWire.bind(secure, socket);
    }
}
