using System.Globalization;
using Linli.Cases.Handle;
using Linli.Cases.Loop;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Time;

namespace Linli.Cases.Demo;

/// <summary>How a case of the demo goes: most go straight through the loop, and every branch of it is taken by some.</summary>
internal sealed class DemoLoop(
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

    private bool Accept(Telling t)
    {
        var (life, item) = (t.Life, t.Item);
        var byDay = item.Channel is CaseChannel.Steward or CaseChannel.Phone or CaseChannel.Counter;
        var at = item.Priority != CasePriority.Normal ? Later(item.OpenedAt, TimeSpan.FromMinutes(6))
            : byDay ? desk.After(item.OpenedAt, draw.Around(TimeSpan.FromMinutes(8)))
            : desk.After(item.OpenedAt, draw.Around(TimeSpan.FromMinutes(draw.Chance(0.05) ? 240 : 35), 0.8));
        if (item.Reporter is { } reporter && life.Followers.Count == 0 && draw.Chance(0.02))
        {
            var second = Later(item.OpenedAt, TimeSpan.FromMinutes(20));
            if (second < at && life.Until(second) && life.Followers.Count == 0 && life.Can(CaseAction.Withdraw))
            {
                second = NotBefore(second, life);
                life.Do(CaseAction.Withdraw, second, Resident(reporter), CaseAudience.Reporter, draw.Of(book.Words("withdraw")), null,
                    () => (item.State, item.ClosedAt) = (CaseState.Withdrawn, second));
                return false;
            }
        }

        if (!life.Until(at) || item.State != CaseState.Reported)
            return false;
        at = NotBefore(at, life);
        var post = t.Story.Outcome is "agreed" or "failed" ? Posts.Mediator
            : item.Channel == CaseChannel.Steward && draw.Chance(0.5) ? Posts.CommunityWorker
            : draw.Chance(0.6) ? Posts.DeskClerk : draw.Chance(0.6) ? Posts.CommunityWorker : Posts.Dispatcher;
        var word = draw.Chance(0.3) ? draw.Of(book.Words("accept")) : null;
        life.Do(CaseAction.Accept, at, town.Staff(t.Spot.Community, post, draw), CaseAudience.Public, word, null, () =>
        {
            item.State = CaseState.Accepted;
            item.AcceptedAt = at;
        });
        return true;
    }

    private bool Dispatch(Telling t)
    {
        var category = categories[t.Item.Category];
        if (category.TeamKind == "grid" && t.Item.Steward is { } steward && t.Item.Type != "petition")
        {
            t.Worker = new(steward, Posts.GridSteward);
            return Give(t, null, steward);
        }

        if (t.Item.Type == "petition")
        {
            t.Worker = town.Member(t.Item.Team ?? "", draw) ?? town.Staff(t.Spot.Community, Posts.StreetOfficer, draw);
            return t.Item.State == CaseState.Dispatched;
        }

        var team = town.TeamFor(category, t.Spot)?.Code;
        if (team is null)
        {
            t.Worker = town.Staff(t.Spot.Community, Posts.CommunityWorker, draw);
            return true;
        }

        if (draw.Chance(0.04) && Wrong(team) is { } wrong && (!Give(t, wrong, null) || !Misdirected(t, team)))
            return false;
        if (t.Item.Team != team)
        {
            var named = draw.Chance(0.5) ? town.Member(team, draw) : null;
            t.Worker = named ?? town.Member(team, draw) ?? Actor.System;
            if (!Give(t, team, named?.Account))
                return false;
        }

        return t.Item.Handler is not null || Grab(t, team);
    }

    private bool Give(Telling t, string? team, Guid? handler)
    {
        var (life, item) = (t.Life, t.Item);
        var at = Pressing(t, desk, draw.Chance(0.1) ? TimeSpan.FromHours(4) : TimeSpan.FromMinutes(30));
        if (!life.Until(at) || !life.Can(CaseAction.Dispatch))
            return false;
        at = NotBefore(at, life);
        var by = town.Staff(t.Spot.Community, draw.Chance(0.5) ? Posts.Dispatcher : Posts.DeskClerk, draw);
        life.Do(CaseAction.Dispatch, at, by, CaseAudience.Public, null, team, () => (item.Team, item.Handler, item.State) = (team, handler, CaseState.Dispatched));
        if (draw.Chance(0.15))
            life.Do(CaseAction.Note, at, by, CaseAudience.Staff, draw.Of(book.Words("note")), null, null);
        return true;
    }

    private bool Grab(Telling t, string team)
    {
        var (life, item) = (t.Life, t.Item);
        var at = Pressing(t, desk, draw.Chance(0.15) ? TimeSpan.FromHours(5) : TimeSpan.FromMinutes(50));
        if (!life.Until(at) || !life.Can(CaseAction.Grab))
            return false;
        t.Worker = town.Member(team, draw) ?? Actor.System;
        life.Do(CaseAction.Grab, NotBefore(at, life), t.Worker, CaseAudience.Public, null, team, () => (item.Handler, item.State) = (t.Worker.Account, CaseState.Dispatched));
        return true;
    }

    // The wrong team gives it back to the desk, or passes it straight on to the right one.
    private bool Misdirected(Telling t, string right)
    {
        var (life, item) = (t.Life, t.Item);
        var at = Pressing(t, desk, TimeSpan.FromMinutes(70));
        if (!life.Until(at) || !life.Can(CaseAction.Return))
            return false;
        at = NotBefore(at, life);
        var (from, by) = (item.Team, town.Member(item.Team!, draw) ?? Actor.System);
        if (draw.Chance(0.5))
            life.Do(CaseAction.Return, at, by, CaseAudience.Staff, draw.Of(book.Words("return")), from,
                () => (item.Team, item.Handler, item.State) = (null, null, CaseState.Accepted));
        else
            life.Do(CaseAction.Transfer, at, by, CaseAudience.Reporter, draw.Of(book.Words("transfer")), right,
                () => (item.Team, item.Handler, item.State) = (right, null, CaseState.Dispatched));
        return true;
    }

    private bool Work(Telling t)
    {
        var (life, item) = (t.Life, t.Item);
        var at = Pressing(t, Shift(t), TimeSpan.FromMinutes(60));
        if (!life.Until(at))
            return false;
        if (life.Can(CaseAction.Start))
        {
            at = NotBefore(at, life);
            var word = draw.Chance(item.Priority == CasePriority.Normal ? 0.55 : 0.95) ? draw.Of(book.Words("start")) : null;
            life.Do(CaseAction.Start, at, t.Worker, CaseAudience.Public, word, item.Team, () =>
            {
                item.Handler ??= t.Worker.Account;
                item.State = CaseState.InHand;
                if (word is not null)
                    item.FirstAnsweredAt ??= at;
            });
            if (draw.Chance(0.12) && t.Story.Place != "none")
                Picture(t, EvidencePhase.Before, at);
        }

        return Visit(t) && CoHandle(t) && Extend(t);
    }

    private static void Picture(Telling t, EvidencePhase phase, DateTimeOffset at)
    {
        t.Life.Do(CaseAction.AddEvidence, at, t.Worker, CaseAudience.Public, null, phase.ToString(), null);
        t.Life.Photos.Add((phase, at, t.Worker.Account));
    }

    private bool Visit(Telling t)
    {
        var (life, item) = (t.Life, t.Item);
        if (t.Story.Mode is not (HandlingMode.HomeVisit or HandlingMode.Appointment) || !life.Can(CaseAction.PlanVisit))
            return true;
        var at = desk.After(life.Last, draw.Around(TimeSpan.FromMinutes(25)));
        var planned = desk.After(at, draw.Around(TimeSpan.FromHours(3)));
        var place = t.Story.Mode == HandlingMode.Appointment ? "和风里一站式服务厅" : t.Spot.Words;
        if (!life.Until(at))
            return false;
        at = NotBefore(at, life);
        var visit = new CaseVisit { Id = draw.Id(at), Case = item.Id, PlannedAt = planned, Place = place, Visitor = t.Worker.Account };
        life.Do(CaseAction.PlanVisit, at, t.Worker, CaseAudience.Reporter, place, planned.ToString("O", CultureInfo.InvariantCulture), () =>
        {
            life.Visits.Add(visit);
            item.Mode ??= HandlingMode.HomeVisit;
        });
        var minutes = draw.Between(12, 45);
        var ended = NotBefore(planned, life).AddMinutes(minutes);
        if (!life.Until(ended))
            return false;
        life.Do(CaseAction.RecordVisit, NotBefore(ended, life), t.Worker, CaseAudience.Reporter, null, $"{minutes}", () =>
            (visit.StartedAt, visit.EndedAt, visit.Notes) = (ended.AddMinutes(-minutes), ended, cipher.Seal(draw.Of(book.Words("visit")))));
        return true;
    }

    private bool CoHandle(Telling t)
    {
        var (life, item) = (t.Life, t.Item);
        if (!draw.Chance(0.05) || item.Team is null || Wrong(item.Team) is not { } other || !life.Can(CaseAction.AskCoHandler))
            return true;
        var at = desk.After(life.Last, draw.Around(TimeSpan.FromMinutes(30)));
        if (!life.Until(at))
            return false;
        at = NotBefore(at, life);
        var part = new CaseCoHandler { Id = draw.Id(at), Case = item.Id, Team = other, Task = draw.Of(book.Words("co_task")), AskedAt = at };
        life.Do(CaseAction.AskCoHandler, at, t.Worker, CaseAudience.Staff, part.Task, other, () => life.CoHandlers.Add(part));
        var done = desk.After(at, draw.Around(TimeSpan.FromHours(3)));
        if (!life.Until(done))
            return false;
        done = NotBefore(done, life);
        var result = draw.Of(book.Words("co_result"));
        life.Do(CaseAction.FinishCoHandling, done, town.Member(other, draw) ?? Actor.System, CaseAudience.Staff, result, other,
            () => (part.FinishedAt, part.Result) = (done, result));
        return true;
    }

    private bool Extend(Telling t)
    {
        var (life, item) = (t.Life, t.Item);
        var at = desk.After(life.Last, draw.Around(TimeSpan.FromHours(2)));
        var days = draw.Between(2, 6);
        if (!(draw.Chance(0.04) || t.Story.Hours > 14) || !life.Can(CaseAction.AskExtension) || AskExtension(item, days, at) is not null)
            return true;
        if (!life.Until(at))
            return false;
        at = NotBefore(at, life);
        var asked = new CaseExtension { Id = draw.Id(at), Case = item.Id, AskedBy = t.Worker.Account, AskedAt = at, WorkingDays = days, Reason = draw.Of(book.Words("extension")) };
        life.Do(CaseAction.AskExtension, at, t.Worker, CaseAudience.Staff, asked.Reason, $"{days}", () => life.Extensions.Add(asked));
        var decided = office.After(at, draw.Around(TimeSpan.FromHours(2)));
        if (!life.Until(decided))
            return false;
        decided = NotBefore(decided, life);
        var granted = draw.Chance(0.75);
        var note = granted ? null : draw.Of(book.Words("extension_refused"));
        life.Do(CaseAction.DecideExtension, decided, town.Staff(t.Spot.Community, Posts.PartySecretary, draw),
            granted ? CaseAudience.Reporter : CaseAudience.Staff, granted ? asked.Reason : note, granted ? $"{days}" : "refused", () =>
            {
                (asked.Granted, asked.DecisionNote, asked.DecidedAt) = (granted, note, decided);
                if (granted)
                    (item.FinishDue, item.Rung) = (Clocks.Extend(item.FinishDue!.Value, days, calendar), "");
            });
        return true;
    }

    private static Platform.Results.Problem? AskExtension(Case item, int days, DateTimeOffset at) => AskExtensionHandler.Refuse(item, [], days, at);

    private bool Answer(Telling t, bool first)
    {
        var (life, item) = (t.Life, t.Item);
        var slow = first && draw.Chance(0.035);
        var at = Shift(t).After(life.Last, draw.Around(TimeSpan.FromHours(slow ? (t.Story.Hours + 4) * draw.Between(4, 9) : t.Story.Hours)));
        if (item.FinishDue is { } due && at > due && draw.Chance(0.5))
            Supervise(t, due);
        if (at - life.Last > TimeSpan.FromDays(1) && item.FirstAnsweredAt is null && draw.Chance(0.7))
            FirstWord(t);
        if (!life.Until(at) || !life.Can(CaseAction.Answer))
            return false;
        at = NotBefore(at, life);
        var outcome = Enum.TryParse<CaseOutcome>(t.Story.Outcome, out var usual) ? usual : CaseOutcome.Explained;
        if (outcome == CaseOutcome.Solved && draw.Chance(0.04))
            outcome = CaseOutcome.NotSolved;
        var text = outcome == CaseOutcome.NotSolved && t.Story.Outcome != "NotSolved" ? draw.Of(book.Words("not_solved")) : DemoMonth.Fill(t.Story.Answer, t.Blanks);
        if (!first)
            text = draw.Of(book.Words("again_answer")) + text;
        if (outcome == CaseOutcome.Solved && types.Find(item.Type) is { NeedsAfterPhoto: true })
            life.Photos.Add((EvidencePhase.After, at, t.Worker.Account));
        life.Do(CaseAction.Answer, at, t.Worker, item.IsPublic ? CaseAudience.Public : CaseAudience.Reporter, text, outcome.ToString(), () =>
        {
            item.FirstAnsweredAt ??= at;
            item.Handler ??= t.Worker.Account;
            (item.AnsweredAt, item.Outcome, item.State) = (at, outcome, CaseState.Answered);
        });
        return true;
    }

    private void FirstWord(Telling t)
    {
        var at = desk.After(t.Life.Last, draw.Around(TimeSpan.FromHours(2)));
        if (!t.Life.Until(at) || !t.Life.Can(CaseAction.Message))
            return;
        at = NotBefore(at, t.Life);
        t.Life.Do(CaseAction.Message, at, t.Worker, CaseAudience.Reporter, draw.Of(book.Words("progress")), null, () => t.Item.FirstAnsweredAt ??= at);
    }

    private void Supervise(Telling t, DateTimeOffset due)
    {
        var by = town.Staff(t.Spot.Community, draw.Chance(0.5) ? Posts.StreetOfficer : Posts.PartySecretary, draw);
        t.Life.Meanwhile(office.After(due, draw.Around(TimeSpan.FromHours(2))), at =>
        {
            if (t.Life.Can(CaseAction.Supervise))
                t.Life.Do(CaseAction.Supervise, at, by, CaseAudience.Staff, draw.Of(book.Words("supervise")), null, () => t.Item.IsSupervised = true);
        });
    }

    private void Judge(Telling t)
    {
        var (life, item) = (t.Life, t.Item);
        if (item.Reporter is not { } reporter)
            return;
        var unhappy = item.Outcome == CaseOutcome.NotSolved ? 0.3 : 0.035;
        var at = Later(item.AnsweredAt!.Value, TimeSpan.FromHours(7));
        if (draw.Chance(unhappy) && life.Until(at))
        {
            Reopen(t, reporter, NotBefore(at, life));
            return;
        }

        if (draw.Chance(0.74) && life.Until(at) && life.Can(CaseAction.Confirm))
            Confirm(t, reporter, NotBefore(at, life));
    }

    private void Confirm(Telling t, Guid reporter, DateTimeOffset at)
    {
        var rating = 1 + draw.Weighted(t.Item.Outcome switch
        {
            CaseOutcome.NotSolved => [4, 4, 4, 1.5, 0.5],
            CaseOutcome.Explained => [1, 2, 6, 14, 17],
            _ => [0.5, 1, 3.5, 15, 40],
        });
        var comment = draw.Chance(0.35) ? draw.Of(book.Words(rating >= 4 ? "praise" : rating == 3 ? "lukewarm" : "complaint")) : null;
        t.Life.Do(CaseAction.Confirm, at, Resident(reporter), CaseAudience.Reporter, comment, $"{rating}",
            () => (t.Item.Rating, t.Item.State, t.Item.ClosedAt) = (rating, CaseState.Confirmed, at));
    }

    private void Reopen(Telling t, Guid reporter, DateTimeOffset at)
    {
        var (life, item) = (t.Life, t.Item);
        if (!life.Can(CaseAction.Reopen))
            return;
        life.Do(CaseAction.Reopen, at, Resident(reporter), CaseAudience.Public, null, $"{item.Reopened + 1}", () =>
        {
            item.Reopened++;
            (item.Rating, item.Outcome, item.ClosedAt, item.AnsweredAt) = (null, null, null, null);
            item.State = item.Team is null && item.Handler is null ? CaseState.Accepted : CaseState.Dispatched;
            life.StartClocks(at);
        });
        life.Do(CaseAction.Message, at, Resident(reporter), CaseAudience.Reporter, draw.Of(book.Words("reopen")), "reporter", null);
        if (Work(t) && Answer(t, first: false))
            Judge(t);
    }

    private bool HandOver(Telling t, bool petition)
    {
        var (life, item) = (t.Life, t.Item);
        var at = desk.After(life.Last, draw.Around(TimeSpan.FromHours(2)));
        if (!life.Until(at) || !life.Can(CaseAction.HandOver))
            return false;
        at = NotBefore(at, life);
        var street = town.Teams.FirstOrDefault(p => p.Kind == "street" && item.Scope.StartsWith(p.Scope.Value, StringComparison.Ordinal))?.Code;
        life.Do(CaseAction.HandOver, at, town.Staff(t.Spot.Community, Posts.Dispatcher, draw), CaseAudience.Reporter,
            DemoMonth.Fill(petition ? draw.Of(book.Words("petition")) : t.Story.Answer, t.Blanks), petition ? "映湖街道信访办" : "区主管部门", () =>
            {
                item.FirstAnsweredAt ??= at;
                if (petition)
                {
                    (item.Type, item.IsPublic, item.Level) = (types.All.First(type => type.Petition).Code, false, CaseLevel.Street);
                    (item.Team, item.Handler) = (street, null);
                    item.State = street is null ? CaseState.Accepted : CaseState.Dispatched;
                    life.StartClocks(at);
                }
                else
                {
                    (item.State, item.ClosedAt) = (CaseState.HandedOver, at);
                }
            });
        return true;
    }

    private void Mediate(Telling t)
    {
        var (life, item) = (t.Life, t.Item);
        t.Worker = town.Staff(t.Spot.Community, Posts.Mediator, draw);
        var team = town.TeamFor(categories[item.Category], t.Spot)?.Code;
        var at = desk.After(life.Last, draw.Around(TimeSpan.FromMinutes(40)));
        if (!life.Until(at))
            return;
        life.Do(CaseAction.Dispatch, NotBefore(at, life), t.Worker, CaseAudience.Public, null, team,
            () => (item.Team, item.Handler, item.State) = (team, t.Worker.Account, CaseState.Dispatched));
        if (!Work(t) || !AddParties(t))
            return;
        at = office.After(life.Last, draw.Around(TimeSpan.FromHours(t.Story.Hours)));
        if (!life.Until(at))
            return;
        at = NotBefore(at, life);
        var agreed = t.Story.Outcome == "agreed";
        life.Do(agreed ? CaseAction.Agree : CaseAction.Fail, at, t.Worker, CaseAudience.Reporter, agreed ? null : draw.Of(book.Words("mediation_failed")), null, () =>
        {
            item.FirstAnsweredAt ??= at;
            (item.AnsweredAt, item.Outcome, item.State) = (at, agreed ? CaseOutcome.Solved : CaseOutcome.NotSolved, CaseState.Answered);
            if (agreed)
                life.Agreement = new()
                {
                    Case = item.Id,
                    Terms = cipher.Seal(DemoMonth.Fill(t.Story.Answer, t.Blanks)),
                    AgreedAt = at,
                    FollowUpOn = LocalTime.DateOf(at).AddDays(draw.Between(5, 12)),
                };
        });
        if (item.Reporter is { } reporter && draw.Chance(0.7) && Later(at, TimeSpan.FromHours(9)) is var confirmed && life.Until(confirmed))
            Confirm(t, reporter, NotBefore(confirmed, life));
        FollowUp(t);
    }

    private bool AddParties(Telling t)
    {
        var life = t.Life;
        foreach (var side in new[] { "claim_one", "claim_other" })
        {
            var at = desk.After(life.Last, draw.Around(TimeSpan.FromMinutes(50)));
            if (!life.Until(at))
                return false;
            at = NotBefore(at, life);
            life.Do(CaseAction.AddParty, at, t.Worker, CaseAudience.Staff, null, null, () => life.Parties.Add(new()
            {
                Id = draw.Id(at),
                Case = life.Item.Id,
                Name = cipher.Seal(draw.Of(book.Words("party"))),
                Phone = cipher.Seal($"1990000{draw.Between(5000, 5999)}"),
                Claim = cipher.Seal(draw.Of(book.Words(side))),
                At = at,
            }));
        }

        return true;
    }

    private void FollowUp(Telling t)
    {
        if (t.Life.Agreement is not { } agreement)
            return;
        var at = office.After(LocalTime.StartOfDay(agreement.FollowUpOn), draw.Around(TimeSpan.FromHours(2)));
        t.Life.CloseWhenSilent();
        if (!t.Life.Until(at) || !t.Life.Can(CaseAction.FollowUp))
            return;
        at = NotBefore(at, t.Life);
        var kept = draw.Chance(0.9);
        t.Life.Do(CaseAction.FollowUp, at, t.Worker, CaseAudience.Staff, null, kept ? "kept" : "broken", () =>
            (agreement.FollowedUpAt, agreement.Kept, agreement.FollowUpNote) = (at, kept, cipher.Seal(draw.Of(book.Words(kept ? "kept" : "broken")))));
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
