using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Sensing;
using Linli.SensorThings;
using Linli.SensorThings.Speak;
using Linli.SensorThings.Things;
using Linli.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.Devices.Tests.SensorThings;

/// <summary>
/// The API over doubles of the engine: a weather station <c>W-1</c> by the lake with ten hours of temperatures, a gate <c>G-1</c>
/// that counts, and a pupil's card <c>C-1</c> that nobody may see.
/// </summary>
internal sealed class ThingsBed : IAsyncDisposable
{
    public const string Root = "/sensorthings/v1.1/";
    public static readonly ScopePath Here = ScopePath.Parse("/zj/hf/", null);
    private readonly WebApplication app;

    public ThingsBed(bool isPublic = true, Caller? caller = null)
    {
        var weather = new DeviceKind("weather", ("气象站", "Weather station"), "cloud",
            new Measure("temperature", ("气温", "Air temperature"), "℃", -60, 60), new Measure("rain", ("下雨", "Rain"), "", 0, 1, MeasureUse.Switch));
        var gate = new DeviceKind("gate", ("客流", "Footfall"), "walk", new Measure("came", ("进入", "Came in"), "", 0, 1000, MeasureUse.Count));
        var card = new DeviceKind("student-card", ("学生卡", "Student card"), "id", Measures.Battery) { Personal = true, Moves = true };
        Devices.Add("W-1", weather.Code, new GeoPoint(30.2, 120.2), "lake");
        Devices.Add("W-2", weather.Code, new GeoPoint(30.3, 120.3), null);
        Devices.Add("G-1", gate.Code, null, "library");
        Devices.Add("C-1", card.Code, null, null);
        for (var hour = 0; hour < 10; hour++)
            Tracks.Add(Devices.ByCode("W-1")!.Id, "temperature", TestTown.Start.AddHours(hour - 10), 10 + hour);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services
            .AddSingleton<IDevices>(Devices).AddSingleton<ITracks>(Tracks).AddSingleton<IReadings>(Readings).AddSingleton<TimeProvider>(new FakeTime(TestTown.Start))
            .AddSingleton(new DeviceKinds([weather, gate, card]))
            .AddSingleton(new CurrentCaller { Value = caller ?? Caller.Anonymous })
            .AddScoped<Catalogue>().AddScoped<Past>().AddScoped<Reader>().AddScoped<CreateObservations>()
            .Configure<SensorThingsOptions>(o => o.Public = isPublic);
        app = builder.Build();
        Addresses.Map(app);
    }

    public Register Devices { get; } = new();

    public KeptTracks Tracks { get; } = new();

    public Mqtt.KeptReadings Readings { get; } = new();

    public HttpClient Client => app.GetTestClient();

    public async Task Start() => await app.StartAsync();

    public async Task<JsonElement> Get(string path, int status = 200)
    {
        var answer = await Client.GetAsync(Root + path);
        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(status, text);
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    public async Task<(int Status, JsonElement Answer, HttpResponseHeaders Headers)> Post(string path, string body, string? key = "W-1:W-1-key")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Root + path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key)));
        var answer = await Client.SendAsync(request);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement, answer.Headers);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    internal sealed class Register : IDevices
    {
        private readonly ConcurrentDictionary<string, Device> byCode = new(StringComparer.Ordinal);

        public void Add(string code, string kind, GeoPoint? place, string? facility) => byCode[code] =
            new(DeviceId.From(Guid.CreateVersion7(TestTown.Start)), code, "设备 " + code, kind, Here, DeviceState.InService, CoordinateSystem.Wgs84, place, facility);

        public Device? Find(DeviceId id) => byCode.Values.FirstOrDefault(d => d.Id == id);

        public Device? ByCode(string code) => byCode.GetValueOrDefault(code);

        public IReadOnlyCollection<(string Address, Device Device)> PartsOf(string protocol, string unit) => [];

        public Device? ByAddress(string protocol, string address) => null;

        public IReadOnlyCollection<Device> OfKind(string kind) => [.. byCode.Values.Where(d => d.Kind == kind)];

        public Device? Enter(string code, string key) => key == code + "-key" ? ByCode(code) : null;

        public CancellationToken EndOf(DeviceId id) => default;
    }

    internal sealed class KeptTracks : ITracks
    {
        private readonly List<(DeviceId Device, string Measure, PastValue Value)> all = [];

        public void Add(DeviceId device, string measure, DateTimeOffset at, double value) => all.Add((device, measure, new(at, value, false)));

        public Task<IReadOnlyList<TrackPoint>> Positions(DeviceId device, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<TrackPoint>>([]);

        public Task<IReadOnlyList<PastValue>> Values(DeviceId device, string measure, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<PastValue>>(
                [.. all.Where(v => v.Device == device && v.Measure == measure && v.Value.At >= from && v.Value.At < to).Select(v => v.Value).OrderBy(v => v.At).Take(most)]);

        public Task<int> Forget(DeviceId device, DateTimeOffset until, CancellationToken cancel) => throw new NotSupportedException();

        public Task Rest(DeviceId device, CancellationToken cancel) => throw new NotSupportedException();
    }
}
