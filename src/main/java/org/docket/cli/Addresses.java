package org.docket.cli;

/** URLs as they may be shown: without users, passwords and keys. */
final class Addresses {
    private Addresses() {}

    /** The URL without its parameters and without anybody's name in it. */
    static String shown(String url) {
        return url.replaceAll("\\?[^,)]*", "").replaceAll("//[^/@,]*@", "//");
    }
}
