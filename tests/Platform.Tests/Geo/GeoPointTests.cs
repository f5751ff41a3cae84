using Linli.Platform.Geo;

namespace Linli.Platform.Tests.Geo;

public class GeoPointTests
{
    [Theory]
    [InlineData("30.208,120.21", 30.208, 120.21)]
    [InlineData(" 30.208 , 120.21 ", 30.208, 120.21)]
    [InlineData("30.208，120.21", 30.208, 120.21)]
    [InlineData("-90,-180", -90, -180)]
    public void TryParse_LatitudeThenLongitude_IsThePoint(string text, double latitude, double longitude)
    {
        GeoPoint.TryParse(text, out var point).ShouldBeTrue();
        point.ShouldBe(new GeoPoint(latitude, longitude));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("30.208")]
    [InlineData("30.208,120.21,5")]
    [InlineData("120.21,30.208")] // the wrong way round cannot be a latitude
    [InlineData("30.2,181")]
    [InlineData("NaN,120")]
    [InlineData("3e1,120")]
    [InlineData("北,东")]
    public void TryParse_WhatIsNoPlace_IsRefused(string? text) => GeoPoint.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(90.1, 0)]
    [InlineData(0, -180.1)]
    [InlineData(double.NaN, 0)]
    [InlineData(0, double.PositiveInfinity)]
    public void Constructor_OutOfRange_Throws(double latitude, double longitude) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new GeoPoint(latitude, longitude));

    [Fact]
    public void DistanceTo_OneDegreeOfLatitude_IsItsShareOfTheMeridian() =>
        new GeoPoint(30, 120).DistanceTo(new GeoPoint(31, 120)).ShouldBe(2 * Math.PI * GeoPoint.EarthRadius / 360, 1e-6);

    [Fact]
    public void DistanceTo_AcrossTheDateLine_IsTheShortWay() =>
        new GeoPoint(0, 179.999).DistanceTo(new GeoPoint(0, -179.999)).ShouldBe(222.39, 0.01);

    [Fact]
    public void DistanceTo_TheOtherSideOfTheEarth_IsHalfItsGirth() =>
        new GeoPoint(30, 120).DistanceTo(new GeoPoint(-30, -60)).ShouldBe(Math.PI * GeoPoint.EarthRadius, 1);

    [Fact]
    public void DistanceTo_ItsOwnPlace_IsZero() =>
        new GeoPoint(30.208, 120.21).DistanceTo(new GeoPoint(30.208, 120.21)).ShouldBe(0);

    [Fact]
    public void ToString_ReadsBack()
    {
        var point = new GeoPoint(30.2080001, -120.21);
        point.ToString().ShouldBe("30.2080001,-120.21");
        GeoPoint.TryParse(point.ToString(), out var back).ShouldBeTrue();
        back.ShouldBe(point);
    }

    [Fact]
    public void ToGeometry_PutsLongitudeFirst_AndFromTakesItBack()
    {
        var geometry = new GeoPoint(30.208, 120.21).ToGeometry();
        (geometry.X, geometry.Y, geometry.SRID).ShouldBe((120.21, 30.208, 4326));
        GeoPoint.From(geometry).ShouldBe(new GeoPoint(30.208, 120.21));
    }
}
