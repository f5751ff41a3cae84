using Linli.Platform.Data;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Linli.Platform.Operations;

/// <summary>The data folder: there, writable, with room, and its keys readable by their owner only.</summary>
internal sealed class DiskFinding(DataFolder folder) : IHealthFinding
{
    private const long Little = 1L << 30;

    public Task<IReadOnlyList<Finding>> Look(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Finding>>([Writable(folder), Room(), Keys()]);

    /// <summary>Writes a file and removes it again: what readiness asks, too.</summary>
    public static Finding Writable(DataFolder folder)
    {
        try
        {
            Directory.CreateDirectory(folder.Path);
            var probe = folder.At(".probe-" + Environment.ProcessId);
            File.WriteAllText(probe, "邻里");
            File.Delete(probe);
            return new(Verdict.Good, ("数据文件夹可写", "data folder is writable"), folder.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(Verdict.Fault, ("数据文件夹不可写", "data folder is not writable"), e.Message);
        }
    }

    private Finding Room()
    {
        var free = new DriveInfo(folder.Path).AvailableFreeSpace;
        return new(
            free < Little ? Verdict.Fault : Verdict.Good,
            ("剩余空间", "free disk space"),
            $"{free / (double)Little:0.0} GiB" + (free < Little ? "; make room, or nothing can be saved soon" : ""));
    }

    private Finding Keys()
    {
        var keys = folder.At("keys", "fields.json");
        if (OperatingSystem.IsWindows() || !File.Exists(keys))
            return new(Verdict.Good, ("密钥文件", "key file"), File.Exists(keys) ? keys : "made at the first start");
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        return (File.GetUnixFileMode(keys) & others) == 0
            ? new(Verdict.Good, ("密钥文件", "key file"), "readable by its owner only")
            : new(Verdict.Fault, ("密钥文件", "key file"), $"others can read it: chmod 600 {keys}");
    }
}

/// <summary>The database answers and has this version's schema.</summary>
internal sealed class DatabaseFinding(LinliDb db) : IHealthFinding
{
    public async Task<IReadOnlyList<Finding>> Look(CancellationToken cancel)
    {
        if (!await db.Database.CanConnectAsync(cancel))
            return [new(
                db.Kind == DatabaseKind.Sqlite ? Verdict.Note : Verdict.Fault,
                ("数据库", "database"),
                db.Kind == DatabaseKind.Sqlite ? "not there yet: the first start makes it" : "does not answer: check Database:ConnectionString and that the server runs")];
        var pending = (await db.Database.GetPendingMigrationsAsync(cancel)).Count();
        return [new(
            pending == 0 ? Verdict.Good : Verdict.Note,
            ("数据库", "database"),
            $"{db.Kind} answers, " + (pending == 0 ? "schema is current" : $"{pending} migrations wait: linli migrate, or the next start, applies them"))];
    }
}

/// <summary>The clock, the time zone data, and the holidays that the clocks of cases count by.</summary>
internal sealed class CalendarFinding(TimeProvider time) : IHealthFinding
{
    private const int YearOfThisVersion = 2026;

    public Task<IReadOnlyList<Finding>> Look(CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        return Task.FromResult<IReadOnlyList<Finding>>([Clock(), Holidays(today.Year, Verdict.Fault), Holidays(today.Year + 1, Verdict.Note)]);
    }

    private Finding Clock()
    {
        var local = LocalTime.ToLocal(time.GetUtcNow());
        return new(
            local.Year < YearOfThisVersion ? Verdict.Fault : Verdict.Good,
            ("时钟（上海时间）", "clock (Asia/Shanghai)"),
            $"{local:yyyy-MM-dd HH:mm:ss}" + (local.Year < YearOfThisVersion ? "; set the clock, deadlines are counted from it" : ""));
    }

    private static Finding Holidays(int year, Verdict whenMissing) => WorkingDayCalendar.China.HasYear(year)
        ? new(Verdict.Good, ($"{year} 年节假日", $"public holidays of {year}"), "loaded")
        : new(whenMissing, ($"{year} 年节假日", $"public holidays of {year}"), "not loaded: until the State Council publishes them, plain weekends count");
}

/// <summary>The SMS gateway: without one, sign-in codes reach nobody outside the demo.</summary>
internal sealed class SmsFinding(IConfiguration configuration) : IHealthFinding
{
    public Task<IReadOnlyList<Finding>> Look(CancellationToken cancel) => Task.FromResult<IReadOnlyList<Finding>>([
        configuration.GetSection("Sms").GetChildren().Any()
            ? new(Verdict.Good, ("短信网关", "SMS gateway"), "configured")
            : new(Verdict.Note, ("短信网关", "SMS gateway"), "not configured (section Sms): residents can sign in by phone in the demo only")]);
}
