package io.github.wasmclassify.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses that a host name stands for. */
@FunctionalInterface
public interface Resolver {
    /** Asks the system. */
    Resolver SYSTEM = InetAddress::getAllByName;

    /** @throws UnknownHostException if there are none */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
