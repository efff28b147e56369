package org.docket.casework;

import java.util.Optional;

/**
 * How somebody signs in at the broker.
 *
 * @param password SHA-256 of it, 64 hexadecimal digits in lower case; absent if Docket's own broker does not look for one
 */
public record Account(String user, Optional<String> password) {}
