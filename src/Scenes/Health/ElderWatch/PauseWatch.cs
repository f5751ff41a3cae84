using System.Text.Json.Serialization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderWatch;

/// <summary>
/// The elder, or who speaks for them in care, pauses the watch (暂停), such as for a journey: nothing is kept meanwhile and nobody is
/// alarmed. It goes on by itself.
/// </summary>
/// <param name="Hours">For how long, 1 to 336; 0 to go on now.</param>
internal sealed record PauseWatch(int Hours) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Person { get; init; }

    public string? AuditSubject => null;

    public IEnumerable<Problem> Problems()
    {
        if (Hours is < 0 or > 336)
            yield return Problem.Invalid("hours", "health.watch_hours", "可以暂停 1 小时到 14 天；0 表示马上恢复。", "Pause for 1 hour to 14 days; 0 goes on now.");
    }
}

internal sealed class PauseWatchHandler(LinliDb db, IActingFor family, ITracks tracks, WatchBook book, WatchMemory memory, TimeProvider time) : IHandler<PauseWatch, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/elder-watch/people/{person:guid}/pause", (Guid person, PauseWatch request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Person = person }, cancel))
            .Needs(Access.SignedIn).WithTags("Elder watch").WithSummary("Pause the watch at home, or go on 暂停或恢复");

    public async Task<Result<Done>> Handle(PauseWatch request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var devices = await book.IsFamily(request.Person, cancel)
            ? await db.Unfiltered<HomeDevice>().Where(d => d.Person == request.Person && d.EndedAt == null).ToListAsync(cancel) : [];
        if (devices.Count == 0)
            return Problem.NotFound("health.no_watch", "没有正在使用的居家监测。", "No device watches there.");
        foreach (var device in devices)
        {
            if (request.Hours == 0)
            {
                // What was not heard meanwhile stays unheard.
                if (device.PausedUntil > now)
                    device.PausedUntil = now;
                continue;
            }

            (device.PausedFrom, device.PausedUntil) = (device.IsPaused(now) ? device.PausedFrom : now, now.AddHours(request.Hours));
            await tracks.Rest(new(device.Device), cancel);
        }

        if (await family.Self(cancel) != request.Person && await family.For(request.Person, FamilyMatters.Care, cancel) is { Ok: true } acted)
            family.Record(acted.Value, FamilyMatters.Care, devices[0].Id.ToString(),
                request.Hours == 0 ? ("恢复了居家监测", "The watch at home goes on") : ($"暂停居家监测 {request.Hours} 小时", $"Paused the watch at home for {request.Hours} hours"), WatchBook.FamilyPage);
        memory.Changed(db);
        return Done.It;
    }
}
