using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Linli.Notices.Push;
using Linli.Platform.Http;

namespace Linli.Notices.Tests;

public class PushEncryptionTests
{
    // RFC 8291, appendix A.
    private const string Text = "When I grow up, I want to be a watermelon";
    private const string SenderPublic = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    private const string SenderPrivate = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private const string BrowserPublic = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private const string Auth = "BTBZMqHH6r4Tts7J_aSIgg";
    private const string Salt = "DGv6ra1nlYgDCS1FRnbzlw";
    private const string Expected =
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    [Fact]
    public void Seal_OfTheExampleInRfc8291_GivesItsBytes()
    {
        var point = Base64Url.DecodeFromChars(SenderPublic);
        using var sender = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = Base64Url.DecodeFromChars(SenderPrivate),
            Q = new() { X = point[1..33], Y = point[33..] },
        });
        var text = Encoding.UTF8.GetBytes(Text);
        var body = PushEncryption.Seal(
            text, Base64Url.DecodeFromChars(BrowserPublic), Base64Url.DecodeFromChars(Auth), sender, Base64Url.DecodeFromChars(Salt), text.Length + 1);
        Base64Url.EncodeToString(body).ShouldBe(Expected);
    }

    [Fact]
    public void Seal_OfAShortAndALongText_IsEquallyLong()
    {
        var (key, auth) = (Base64Url.DecodeFromChars(BrowserPublic), Base64Url.DecodeFromChars(Auth));
        PushEncryption.Seal("a"u8, key, auth).Length.ShouldBe(PushEncryption.Seal(new byte[400], key, auth).Length);
        Should.Throw<ArgumentException>(() => PushEncryption.Seal(new byte[512], key, auth));
    }

    [Fact]
    public void Seal_OfTheSameTextTwice_LooksDifferent()
    {
        var (key, auth) = (Base64Url.DecodeFromChars(BrowserPublic), Base64Url.DecodeFromChars(Auth));
        PushEncryption.Seal("a"u8, key, auth).ShouldNotBe(PushEncryption.Seal("a"u8, key, auth));
    }

    [Fact]
    public void Authorization_IsATokenForThisPushServiceAndHalfADay()
    {
        var key = VapidKey.New();
        var now = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
        var header = key.Authorization(new("https://push.example.net:8443/p/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV"), "mailto:it@example.org", now);
        header.ShouldStartWith("vapid t=");
        header.ShouldEndWith(", k=" + key.Public);
        var token = header["vapid t=".Length..header.IndexOf(',', StringComparison.Ordinal)].Split('.');
        JsonDocument.Parse(Base64Url.DecodeFromChars(token[0])).RootElement.GetProperty("alg").GetString().ShouldBe("ES256");
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token[1])).RootElement;
        claims.GetProperty("aud").GetString().ShouldBe("https://push.example.net:8443");
        claims.GetProperty("sub").GetString().ShouldBe("mailto:it@example.org");
        claims.GetProperty("exp").GetInt64().ShouldBe(now.AddHours(12).ToUnixTimeSeconds());
        var point = Base64Url.DecodeFromChars(key.Public);
        using var check = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = point[1..33], Y = point[33..] } });
        check.VerifyData(Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Base64Url.DecodeFromChars(token[2]), HashAlgorithmName.SHA256).ShouldBeTrue();
    }

    [Theory]
    [InlineData(201, PushFate.Taken)]
    [InlineData(404, PushFate.Gone)]
    [InlineData(410, PushFate.Gone)]
    [InlineData(429, PushFate.Later)]
    [InlineData(500, PushFate.Later)]
    [InlineData(503, PushFate.Later)]
    [InlineData(400, PushFate.Refused)]
    [InlineData(403, PushFate.Refused)]
    [InlineData(413, PushFate.Refused)]
    internal void Fate_FollowsTheAnswer(int status, PushFate fate) => PushRules.Of(status).ShouldBe(fate);

    [Theory]
    [InlineData("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome · Android")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari · iPhone")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge · Windows")]
    [InlineData("curl/8.5.0", "")]
    public void Device_IsNamedAsPeopleWould(string userAgent, string name) => Devices.NameOf(userAgent).ShouldBe(name);
}
