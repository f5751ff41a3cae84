using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Time;

namespace Linli.Cases.Demo;

/// <summary>How a case of the demo goes: most go straight through the loop, and every branch of it is taken by some.</summary>
internal sealed partial class DemoLoop(
    StoryBook book, DemoTown town, IReadOnlyDictionary<string, Category> categories, CaseTypes types, FieldCipher cipher,
    WorkingDayCalendar calendar, Draw draw)
{
    private readonly Shift desk = new(calendar, EveryDay: true);
    private readonly Shift office = new(calendar, EveryDay: false);

    private sealed record Telling(CaseLife Life, Story Story, Spot Spot, IReadOnlyDictionary<string, string> Blanks)
    {
        public Case Item => Life.Item;

        public Actor Worker { get; set; } = Actor.System;
    }

    /// <summary>Neighbours who see the public case join it (附议).</summary>
    public void Neighbours(CaseLife life, Spot spot)
    {
        if (!life.Item.IsPublic || !draw.Chance(0.1))
            return;
        for (var left = draw.Between(1, 3); left > 0; left--)
            life.Meanwhile(Later(life.Item.OpenedAt, TimeSpan.FromHours(4)), at =>
            {
                if (!life.Can(CaseAction.Join) || town.Resident(spot.Compound, draw) is not { } neighbour || Follows(life, neighbour))
                    return;
                life.Do(CaseAction.Join, at, Resident(neighbour), CaseAudience.Public, null, null,
                    () => life.Followers.Add(new() { Case = life.Item.Id, Account = neighbour, Since = at }));
                if (draw.Chance(0.4))
                    life.Do(CaseAction.Message, at, Resident(neighbour), CaseAudience.Reporter, draw.Of(book.Words("join")), "reporter", null);
            });
    }

    /// <summary>The desk sees that two reports are one, and merges the later one (合并).</summary>
    public void NoticeTwin(CaseLife first, CaseLife twin, Spot spot) =>
        first.Meanwhile(desk.After(twin.Item.OpenedAt, draw.Around(TimeSpan.FromMinutes(25))), at =>
        {
            if (!first.Can(CaseAction.Merge) || !twin.Can(CaseAction.Merge) || at > twin.Now)
                return;
            var clerk = town.Staff(spot.Community, Posts.DeskClerk, draw);
            twin.Until(at);
            twin.Do(CaseAction.Merge, at, clerk, CaseAudience.Public, null, first.Item.Number, () =>
            {
                (twin.Item.State, twin.Item.MergedInto, twin.Item.ClosedAt) = (CaseState.Merged, first.Item.Id, at);
                if (twin.Item.Reporter is { } reporter && !Follows(first, reporter))
                    first.Followers.Add(new() { Case = first.Item.Id, Account = reporter, Since = at, From = twin.Item.Id });
            });
            first.Do(CaseAction.Join, at, clerk, CaseAudience.Public, null, twin.Item.Number, null);
        });

    /// <summary>Lets a case go as far as it has come by now.</summary>
    public void Run(CaseLife life, Story story, Spot spot, IReadOnlyDictionary<string, string> blanks)
    {
        var telling = new Telling(life, story, spot, blanks);
        ReportPhoto(telling);
        if (life.Item.State == CaseState.Reported && Accept(telling))
            Go(telling);
        life.CloseWhenSilent();
        life.Until(life.Now);
    }

    private void Go(Telling t)
    {
        switch (t.Story.Outcome)
        {
            case "elsewhere":
                HandOver(t, petition: false);
                return;
            case "petition":
                if (!HandOver(t, petition: true))
                    return;
                break;
            case "agreed" or "failed":
                Mediate(t);
                return;
            default:
                break;
        }

        if (Dispatch(t) && Work(t) && Answer(t, first: true))
            Judge(t);
    }

    private static void ReportPhoto(Telling t)
    {
        if (t.Item.Channel is CaseChannel.Snap or CaseChannel.Steward && t.Story.Place != "none")
            t.Life.Photos.Add((EvidencePhase.Report, t.Item.OpenedAt, t.Item.Reporter ?? t.Item.LoggedBy));
    }

    // What presses is done at any hour, everything else in daytime.
    private DateTimeOffset Pressing(Telling t, Shift shift, TimeSpan usual) => t.Item.Priority == CasePriority.Normal
        ? shift.After(t.Life.Last, draw.Around(usual, 0.8))
        : Later(t.Life.Last, usual / 6);

    // Of the municipal crews some are on duty on days off.
    private Shift Shift(Telling t) => categories[t.Item.Category].TeamKind switch
    {
        "street" => office,
        "municipal" when draw.Chance(0.5) => office,
        _ => desk,
    };

    private DateTimeOffset Later(DateTimeOffset from, TimeSpan usual) => Clock.ToMicroseconds(from + draw.Around(usual));

    // Others may have acted in the meantime: never before them.
    private static DateTimeOffset NotBefore(DateTimeOffset at, CaseLife life) => at > life.Last ? at : life.Last;

    private string? Wrong(string team) =>
        draw.OfAny([.. town.Teams.Where(t => t.Code != team && t.Kind is "municipal" or "property").Select(t => t.Code).Where(c => c != team)]);

    private static bool Follows(CaseLife life, Guid account) => life.Item.Reporter == account || life.Followers.Exists(f => f.Account == account);

    private static Actor Resident(Guid account) => new(account, Posts.Resident);
}
