package io.github.wasmclassify.testing;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses that a test gives names. */
public final class NamedAddress {
    private NamedAddress() {}

    /** An address of version 4, of a host that need not exist. */
    public static InetAddress of(String name, int... bytes) {
        try {
            return InetAddress.getByAddress(
                    name, new byte[] {(byte) bytes[0], (byte) bytes[1], (byte) bytes[2], (byte) bytes[3]});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
