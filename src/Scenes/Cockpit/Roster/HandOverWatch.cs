using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Linli.Sensing.Alarms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cockpit.Roster;

/// <summary>Signs the watch over (交班): open alarms and notes as they stand. It stays with the caller until somebody else has signed for it.</summary>
/// <param name="Notes">What the next one has to know, at most 2,000 characters, without names of residents; may be empty.</param>
public sealed record GiveWatch(string? Notes) : ICommand<string>;

internal sealed class GiveWatchHandler(LinliDb db, WatchBook book, UseCaseRunner run, CurrentCaller current, TimeProvider time) : IHandler<GiveWatch, string>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cockpit/watch/giving", (GiveWatch request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CockpitPermissions.Watch).WithTags("Cockpit").WithSummary("Sign the watch over 交班签字");

    public async Task<Result<string>> Handle(GiveWatch request, CancellationToken cancel)
    {
        if (!PlainText.TryClean(request.Notes, 2000, out var notes) && !string.IsNullOrWhiteSpace(request.Notes))
            return Problem.Invalid("notes", "cockpit.notes_length", "交班说明不超过 2000 个字。", "Notes have at most 2,000 characters.");
        var place = book.Place(CockpitPermissions.Watch);
        if (!place.Ok)
            return place.As<string>();
        var last = await book.Last(place.Value, cancel);
        if (last?.To is { } holder && holder != current.Value.Account)
            return Problem.Conflict("cockpit.not_your_watch", "现在不是您在值守，不能交班。", "You do not have the watch, so you cannot hand it over.");
        // Said again, with what is open by now: nobody has signed for the former one.
        if (await book.Waiting(place.Value, cancel) is { } former)
            db.Delete(former);
        var open = await run.Ask(new ListAlarms { Open = true, Test = false, Place = place.Value, Take = 50 }, cancel);
        if (!open.Ok)
            return open.As<string>();
        var now = Clock.Now(time);
        var alarms = string.Join(' ', open.Value.Items.Select(a => a.Id.Value));
        var digest = RosterRules.Digest(current.Value.Account, now, alarms, notes);
        db.Insert(new HandOver
        {
            Id = Guid.CreateVersion7(now), Scope = place.Value.Value, From = current.Value.Account, GivenAt = now, OpenAlarms = open.Value.Total, Alarms = alarms, Notes = notes, Digest = digest,
        });
        return digest;
    }
}

/// <summary>
/// Signs for the watch (接班): the caller has it from here on and hears of alarms. Whoever did not sign it over within the grace of the
/// new shift is passed over, and the record says that their signature is missing.
/// </summary>
/// <param name="Digest">Of what was read; another one means that something has changed since. Left out only where there is nobody to take it from.</param>
public sealed record TakeWatch(string? Digest) : ICommand<Done>;

internal sealed class TakeWatchHandler(LinliDb db, WatchBook book, IResponders responders, IScopeTree tree, CurrentCaller current, TimeProvider time) : IHandler<TakeWatch, Done>, IUseCase
{
    private static readonly TimeSpan UsualShift = TimeSpan.FromHours(8);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cockpit/watch/taking", (TakeWatch request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CockpitPermissions.Watch).WithTags("Cockpit").WithSummary("Sign for the watch 接班签字");

    public async Task<Result<Done>> Handle(TakeWatch request, CancellationToken cancel)
    {
        var place = book.Place(CockpitPermissions.Watch);
        if (!place.Ok)
            return place.As<Done>();
        var (now, me) = (Clock.Now(time), current.Value.Account!.Value);
        var waiting = await book.Waiting(place.Value, cancel);
        var last = await book.Last(place.Value, cancel);
        var alone = waiting is null && last?.To is not null;
        if (alone && (last!.To == me || !(await book.Shifts(place.Value, now, now.AddMinutes(1), cancel)).Exists(s => s.Account == me && RosterRules.IsMissing(s, last.TakenAt, last.To, now))))
            return Problem.Conflict("cockpit.nothing_given", "当班人员还没有交班签字，请先由对方签字。", "The one on watch has not signed yet: they sign first.");
        if (waiting?.From == me)
            return Problem.Conflict("cockpit.same_person", "交班和接班须由两个人签字。", "Two people sign: you cannot take the watch from yourself.");
        if (waiting is not null && waiting.Digest != request.Digest)
            return Problem.Conflict("cockpit.changed", "交班内容刚刚更新，请看过最新内容再签字。", "What is handed over has just changed: read it before you sign.");
        if (waiting is null)
            db.Insert(new HandOver
            {
                Id = Guid.CreateVersion7(now), Scope = place.Value.Value, From = last?.To, To = me, TakenAt = now, OpenAlarms = 0, Alarms = "", Notes = "", Digest = RosterRules.Digest(last?.To, now, "", ""),
            });
        else
            (waiting.To, waiting.TakenAt) = (me, now);
        await OnDuty(place.Value, waiting?.From, me, now, cancel);
        return Done.It;
    }

    // Notices of alarms go to whoever has the watch, until their shift ends.
    private async Task OnDuty(ScopePath place, Guid? from, Guid me, DateTimeOffset now, CancellationToken cancel)
    {
        if (from is { } former)
            await responders.CheckOut(former, Posts.DutyOfficer, cancel);
        var shift = (await book.Shifts(place, now, now.AddHours(2), cancel)).Find(s => s.Account == me);
        var node = tree.All.FirstOrDefault(p => place.Contains(p.Path) && p is { Longitude: not null, Latitude: not null });
        await responders.CheckIn(
            me, Posts.DutyOfficer, place, node is null ? new GeoPoint(0, 0) : new(node.Latitude!.Value, node.Longitude!.Value),
            shift is null || shift.EndsAt < now.AddHours(1) ? now + UsualShift : shift.EndsAt.AddHours(1), cancel);
    }
}
