package org.docket.catalogue;

/** A place in WGS 84 degrees. */
public record Location(double lat, double lon) {
    public Location {
        if (!(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180)) {
            throw new IllegalArgumentException("lat must be within ±90 and lon within ±180, not " + lat + "," + lon);
        }
    }
}
