using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Installation;
using Linli.Platform.Security;
using Linli.Sensing;
using Linli.Sensing.Responders;
using Linli.Server;
using Linli.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Linli.Journeys;

/// <summary>The demo community on a free port, without the 50,000 who only fill it: its lake with the radar and the cameras, its guards and officers.</summary>
public sealed class DutyRoomTown : IAsyncLifetime
{
    private const string Radar = "radar-lake-1";
    private readonly string folder = Directory.CreateTempSubdirectory("linli-duty-room-").FullName;
    private WebApplication app = null!;

    public Uri Address { get; private set; } = null!;

    /// <summary>A clock that runs, and can be put forward.</summary>
    public AheadTime Time { get; } = new();

    /// <summary>The video platform of this town.</summary>
    public SwitchedCameras Cameras { get; } = new();

    public async ValueTask InitializeAsync()
    {
        app = LinliServer.Build(new(folder, "http://127.0.0.1:0"), adjust: builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["People:RequireTotp"] = "false", ["Lines:Enabled"] = "false" });
            builder.Services.Configure<PeopleOptions>(o => o.DemoPopulation = 0);
            builder.Services.AddSingleton(new RateLimitOptions { Enabled = false }).AddSingleton<TimeProvider>(Time);
            builder.Services.RemoveAll<ICameraStreams>().AddSingleton<ICameraStreams>(Cameras);
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
        });
        var founding = app.Services.GetRequiredService<Founding>();
        await founding.Open(default);
        await founding.FoundDemo(DemoFolder.Path, null, default);
        await app.StartAsync();
        Address = new(app.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The radar sees somebody behind the hedge of the east shore, where the danger zone is.</summary>
    public Task SeesSomebody() => Sees(30.20596, 120.22480);

    /// <summary>The radar sees them on the promenade, out of the zone.</summary>
    public Task SeesThemOutside() => Sees(30.20460, 120.22730);

    /// <summary>Everybody goes off duty.</summary>
    public async Task SendEverybodyHome()
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = Caller.System;
        await scope.ServiceProvider.GetRequiredService<LinliDb>().Unfiltered<DutyRow>().Where(d => d.Kind == Posts.Guard || d.Kind == Posts.Patrol).ExecuteDeleteAsync();
    }

    /// <summary>A device of the demo sends a reading over HTTP, signed in with its key.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="reading">As the interface takes it.</param>
    public async Task Says(string code, object reading)
    {
        using var device = new HttpClient { BaseAddress = Address };
        device.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{code}:{DemoDevices.KeyOf(code)}")));
        var answer = await device.PostAsJsonAsync("/api/v1/sensing/readings", reading);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    private Task Sees(double latitude, double longitude) => Says(Radar, new { at = Time.GetUtcNow(), latitude, longitude, accuracy = 3 });
}

/// <summary>The machine's clock, as far ahead as a test has put it.</summary>
public sealed class AheadTime : TimeProvider
{
    private TimeSpan ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(ahead.TotalSeconds * TimestampFrequency);

    public void Move(TimeSpan by) => ahead += by;
}

/// <summary>A video platform that can be away.</summary>
public sealed class SwitchedCameras : ICameraStreams
{
    public bool Away { get; set; }

    public ValueTask<CameraStream?> Open(Device camera, CancellationToken cancel) => Away
        ? ValueTask.FromException<CameraStream?>(new HttpRequestException("The video platform is away."))
        : ValueTask.FromResult<CameraStream?>(new($"/camera-test/{camera.Id.Value}.svg", Test: true, DateTimeOffset.MaxValue));
}
