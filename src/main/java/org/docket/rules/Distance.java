package org.docket.rules;

/** Distances on the ground. */
final class Distance {
    /** Mean radius of the earth, as the IUGG gives it. */
    private static final double EARTH_METRES = 6_371_008.8;

    private Distance() {}

    /** The great-circle distance of two places in metres, by the haversine formula; right to half a percent. */
    static double metres(double lat1, double lon1, double lat2, double lon2) {
        double north = Math.toRadians(lat2 - lat1) / 2;
        double east = Math.toRadians(lon2 - lon1) / 2;
        double square = Math.sin(north) * Math.sin(north)
                + Math.cos(Math.toRadians(lat1)) * Math.cos(Math.toRadians(lat2)) * Math.sin(east) * Math.sin(east);
        return 2 * EARTH_METRES * Math.asin(Math.sqrt(Math.min(1, square)));
    }
}
