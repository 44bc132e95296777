package io.github.wasmclassify.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** What the system says about a file, in plain words. */
public final class FileFault {
    private FileFault() {}

    /** The reason, after the file's name where the system names one. */
    public static String withFile(IOException fault) {
        return fault instanceof FileSystemException named && named.getFile() != null
                ? named.getFile() + ": " + reason(fault)
                : reason(fault);
    }

    /** The reason alone, without the file's name: "permission denied", "no space left on device", ... */
    public static String reason(IOException fault) {
        if (fault instanceof NoSuchFileException) {
            return "no such file";
        }
        if (fault instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (fault instanceof FileAlreadyExistsException) {
            return "the name is taken";
        }
        if (fault instanceof DirectoryNotEmptyException) {
            return "the directory is not empty";
        }
        String reason = fault instanceof FileSystemException named ? named.getReason() : fault.getMessage();
        return reason == null || reason.isEmpty()
                ? fault.toString()
                : reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
    }
}
