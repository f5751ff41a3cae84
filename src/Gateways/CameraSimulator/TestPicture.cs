using System.Globalization;
using System.Net;
using System.Text;
using Linli.Platform.Installation;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Sensing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.CameraSimulator;

/// <summary>A moving picture of a shore, drawn by ourselves and marked as a test on its face: waves, a bank, a figure that walks along it, the time.</summary>
internal static class TestPicture
{
    public const string Address = "/camera-test";

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet(Address + "/{camera:guid}.svg", (Guid camera, ThisInstallation here, IDevices devices, CurrentCaller current, HttpContext http, TimeProvider time) =>
        {
            if (!here.IsDemo || devices.Find(new(camera)) is not { Kind: WatchKinds.Camera } device || !current.Value.May(SensingPermissions.Handle, device.Scope))
                return Results.NotFound();
            http.Response.Headers.CacheControl = "no-store";
            // The picture may move by itself and do nothing else, wherever it is opened.
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
            return Results.Bytes(Encoding.UTF8.GetBytes(Draw(device.Name, LocalTime.ToLocal(time.GetUtcNow()))), "image/svg+xml");
        }).Needs(SensingPermissions.Handle).ExcludeFromDescription();

    internal static string Draw(string name, DateTimeOffset now) => $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360" font-family="sans-serif">
          <rect width="640" height="360" fill="#7fa3b5"/>
          <rect y="150" width="640" height="210" fill="#3f6f86"/>
          <path d="M0 240 C120 200 220 260 340 236 S560 200 640 232 V360 H0 Z" fill="#8b7b58"/>
          <g stroke="#a9cbd8" stroke-width="3" fill="none" opacity="0.7">{Waves()}</g>
          <g>
            <animateTransform attributeName="transform" type="translate" values="60 0;360 -14;520 6;360 -14;60 0" dur="24s" repeatCount="indefinite"/>
            <circle cx="0" cy="228" r="9" fill="#f1c9a5"/>
            <rect x="-9" y="238" width="18" height="30" rx="6" fill="#d8442f"/>
            <rect x="-7" y="266" width="5" height="18" fill="#2b3540"><animate attributeName="height" values="18;12;18" dur="0.8s" repeatCount="indefinite"/></rect>
            <rect x="3" y="266" width="5" height="18" fill="#2b3540"><animate attributeName="height" values="12;18;12" dur="0.8s" repeatCount="indefinite"/></rect>
            <rect x="-18" y="212" width="36" height="78" fill="none" stroke="#ffd24a" stroke-width="2" stroke-dasharray="6 4"/>
          </g>
          <rect width="640" height="34" fill="#000" opacity="0.55"/>
          <text x="12" y="23" fill="#fff" font-size="17">{WebUtility.HtmlEncode(name)}</text>
          <text x="628" y="23" fill="#fff" font-size="17" text-anchor="end">{now.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}</text>
          <circle cx="598" cy="54" r="7" fill="#ff3b30"><animate attributeName="opacity" values="1;0.1;1" dur="1.2s" repeatCount="indefinite"/></circle>
          <g transform="translate(320 190) rotate(-14)" text-anchor="middle" font-weight="700" fill="#fff" stroke="#7a1410" stroke-width="1.5" opacity="0.9">
            <text font-size="54">测试画面</text><text y="44" font-size="34">TEST STREAM</text>
          </g>
        </svg>
        """;

    private static string Waves() => string.Concat(Enumerable.Range(0, 4).Select(i => string.Create(CultureInfo.InvariantCulture,
        $"""<path d="M{-80 + (i * 40)} {170 + (i * 16)} q20 -8 40 0 t40 0 t40 0 t40 0 t40 0 t40 0"><animateTransform attributeName="transform" type="translate" values="0 0;380 0;0 0" dur="{11 + (i * 3)}s" repeatCount="indefinite"/></path>""")));
}
