using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.Platform.Operations;

/// <summary>
/// Who asked for what and when, one line per request in a file per day below <c>logs</c>. Kept 190 days: the Cybersecurity
/// Law (网络安全法, art. 21) asks for six months (R42). Query strings are left out, they may hold what people typed.
/// </summary>
public sealed class AccessLog : IAsyncDisposable
{
    private const int KeepDays = 190;
    private readonly Channel<(DateTimeOffset At, string Line)> lines = Channel.CreateBounded<(DateTimeOffset, string)>(
        new BoundedChannelOptions(10_000) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly DataFolder folder;
    private readonly ILogger<AccessLog> log;
    private readonly Task? writing;

    /// <param name="folder">Where the logs lie.</param>
    /// <param name="configuration"><c>AccessLog=false</c> turns it off, where a proxy in front writes one.</param>
    /// <param name="log">Hears of a disk that refuses lines.</param>
    public AccessLog(DataFolder folder, IConfiguration configuration, ILogger<AccessLog> log)
    {
        this.folder = folder;
        this.log = log;
        if (configuration.GetValue("AccessLog", true))
            writing = Task.Run(WriteAll);
    }

    internal bool Enabled => writing is not null;

    internal void Write(DateTimeOffset at, string line) => lines.Writer.TryWrite((at, line));

    /// <summary>Writes what is still waiting.</summary>
    public async ValueTask DisposeAsync()
    {
        lines.Writer.TryComplete();
        if (writing is not null)
            await writing;
    }

    private async Task WriteAll()
    {
        while (await lines.Reader.WaitToReadAsync())
        {
            try
            {
                await WriteWaiting();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.LogError(e, "The access log could not be written.");
            }
        }
    }

    private async Task WriteWaiting()
    {
        StreamWriter? file = null;
        DateOnly? day = null;
        try
        {
            while (lines.Reader.TryRead(out var next))
            {
                var date = LocalTime.DateOf(next.At);
                if (date != day)
                {
                    if (file is not null)
                        await file.DisposeAsync();
                    file = Open(date);
                    day = date;
                }

                await file!.WriteLineAsync(next.Line);
            }
        }
        finally
        {
            if (file is not null)
                await file.DisposeAsync();
        }
    }

    private StreamWriter Open(DateOnly date)
    {
        Directory.CreateDirectory(folder.At("logs"));
        var path = folder.At("logs", NameOf(date));
        if (!File.Exists(path))
            RemoveOld(date.AddDays(-KeepDays));
        return new(path, append: true);
    }

    private void RemoveOld(DateOnly before)
    {
        foreach (var old in Directory.EnumerateFiles(folder.At("logs"), "access-*.log")
            .Where(f => string.CompareOrdinal(Path.GetFileName(f), NameOf(before)) < 0))
            File.Delete(old);
    }

    private static string NameOf(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"access-{date:yyyyMMdd}.log");
}

internal sealed class AccessLogMiddleware(RequestDelegate next, AccessLog log, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!log.Enabled)
        {
            await next(context);
            return;
        }

        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var at = time.GetUtcNow();
            var account = context.RequestServices.GetRequiredService<CurrentCaller>().Value.Account;
            log.Write(at, string.Create(
                CultureInfo.InvariantCulture,
                $"{at:yyyy-MM-ddTHH:mm:ss.fffZ} {context.Connection.RemoteIpAddress} {account?.ToString() ?? "-"} {context.Request.Method} {context.Request.Path.ToUriComponent()} {context.Response.StatusCode} {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0.0}"));
        }
    }
}
