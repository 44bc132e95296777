package io.github.wasmclassify.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host name. */
@FunctionalInterface
public interface Resolver {
    /** The system's resolver. */
    Resolver SYSTEM = InetAddress::getAllByName;

    /** @throws UnknownHostException if there are none */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
