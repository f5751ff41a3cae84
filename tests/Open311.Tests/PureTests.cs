using System.Globalization;
using Linli.Open311.Requests;
using Linli.Open311.Speak;

namespace Linli.Open311.Tests;

public sealed class PureTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2010-01-01T00:00:00Z", "2010-01-01T00:00:00Z")]
    [InlineData("2010-01-01T08:00:00+08:00", "2010-01-01T00:00:00Z")]
    [InlineData("2010-01-01T08:00:00 08:00", "2010-01-01T00:00:00Z")]
    [InlineData("1994-11-05T08:15:30-05:00", "1994-11-05T13:15:30Z")]
    [InlineData("2010-01-01T00:00Z", "2010-01-01T00:00:00Z")]
    [InlineData("2010-01-01T00:00:00.250Z", "2010-01-01T00:00:00.25Z")]
    [InlineData("2010-01-02", "2010-01-01T16:00:00Z")]
    public void Moment_AsW3CWritesIt_IsRead(string text, string instant)
    {
        Moments.TryRead(text, ends: false, out var read).ShouldBeTrue();
        read.ShouldBe(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2010-01-01T00:00:00")]
    [InlineData("2010-02-30T00:00:00Z")]
    [InlineData("01/02/2010")]
    [InlineData("1262304000")]
    [InlineData("9999-99-99")]
    public void Moment_AnyOther_IsRefused(string text) => Moments.TryRead(text, ends: false, out _).ShouldBeFalse();

    [Fact]
    public void Span_WithOneEnd_IsNinetyDays()
    {
        Span.Of(null, null, Now).ShouldBe(new(Now.AddDays(-90), Now));
        Span.Of(Now, null, Now).ShouldBe(new(Now, Now.AddDays(90)));
        Span.Of(null, Now.AddDays(-10), Now).ShouldBe(new(Now.AddDays(-100), Now.AddDays(-10)));
        Span.Of(Now.AddDays(-400), Now, Now).ShouldBe(new(Now.AddDays(-90), Now));
        Span.Of(DateTimeOffset.MaxValue, null, Now).To.ShouldBe(DateTimeOffset.MaxValue);
        Span.Of(DateTimeOffset.MinValue, DateTimeOffset.MinValue, Now).ShouldBe(new(DateTimeOffset.MinValue, DateTimeOffset.MinValue));
    }

    [Theory]
    [InlineData("小芳", "沈", "沈小芳")]
    [InlineData("John", "Smith", "John Smith")]
    [InlineData(null, "Smith", "Smith")]
    [InlineData(" ", null, null)]
    public void Name_IsWrittenAsItsPeopleWriteIt(string? first, string? last, string? whole) => PostRequest.NameOf(first, last).ShouldBe(whole);
}
