using Linli.Cases.Loop;
using Linli.Cases.Mediate;
using Linli.Platform.Time;

namespace Linli.Cases.Demo;

/// <summary>Who does something to a case.</summary>
/// <param name="Account">The account; <c>null</c> for the system.</param>
/// <param name="As">Team or post that the public reads.</param>
internal sealed record Actor(Guid? Account, string? As)
{
    public static readonly Actor System = new(null, null);
}

/// <summary>
/// One case through its days, as the use cases would have left it: every act is asked of the closed loop, every line of
/// the timeline has its place and every clock rings when it should have. What lies after now does not happen.
/// </summary>
internal sealed class CaseLife(Case item, IReadOnlyList<ClockRule> rules, WorkingDayCalendar calendar, Draw draw, DateTimeOffset now)
{
    private readonly PriorityQueue<Action<DateTimeOffset>, DateTimeOffset> meanwhile = new();
    private DateTimeOffset last = item.OpenedAt;

    public Case Item => item;

    public List<CaseEntry> Entries { get; } = [];

    public List<CaseFollower> Followers { get; } = [];

    public List<(EvidencePhase Phase, DateTimeOffset At, Guid? By)> Photos { get; } = [];

    public List<CaseCoHandler> CoHandlers { get; } = [];

    public List<CaseExtension> Extensions { get; } = [];

    public List<CaseVisit> Visits { get; } = [];

    public List<MediationParty> Parties { get; } = [];

    public MediationAgreement? Agreement { get; set; }

    public DateTimeOffset Now => now;

    /// <summary>The instant of the last act.</summary>
    public DateTimeOffset Last => last;

    /// <summary>Starts the clocks.</summary>
    public void StartClocks(DateTimeOffset from) => CaseClocks.Start(item, from, rules, calendar);

    /// <summary>
    /// Remembers something that others do at an instant, such as a neighbour who joins: it happens when time gets there, if
    /// the loop still allows it then.
    /// </summary>
    public void Meanwhile(DateTimeOffset at, Action<DateTimeOffset> act) => meanwhile.Enqueue(act, at);

    /// <summary>
    /// Lets time pass, with what others do and with the clocks ringing on the way; false when the instant has not come yet.
    /// </summary>
    public bool Until(DateTimeOffset at)
    {
        var reached = at < now ? at : now;
        while (meanwhile.TryPeek(out var act, out var next) && next <= reached)
        {
            meanwhile.Dequeue();
            RingUntil(next);
            act(next > last ? next : last);
        }

        RingUntil(reached);
        return at <= now;
    }

    /// <summary>Whether the loop allows it now.</summary>
    public bool Can(CaseAction action) => CaseLoop.Refuse(action, item.State) is null;

    /// <summary>Writes an act into the timeline.</summary>
    public void Do(CaseAction action, DateTimeOffset at, Actor by, CaseAudience audience, string? text, string? detail, Action? change)
    {
        if (CaseLoop.Refuse(action, item.State) is { } refused)
            throw new InvalidOperationException($"The demo's story is wrong: {action} of {item.Title}: {refused.Message.En}");
        if (at < last)
            throw new InvalidOperationException($"The demo's story is wrong: {action} before what came before it.");
        change?.Invoke();
        Write(action, at, by, audience, text, detail);
    }

    /// <summary>Closes it as the job does when nobody has said anything for five working days.</summary>
    public void CloseWhenSilent()
    {
        if (item is not { State: CaseState.Answered, AnsweredAt: { } answered })
            return;
        var day = LocalTime.DateOf(answered);
        while (calendar.WorkingDaysBetween(LocalTime.DateOf(answered), day) <= 5)
            day = day.AddDays(1);
        var at = LocalTime.StartOfDay(day).AddMinutes(draw.Between(1, 10));
        if (at < last || !Until(at))
            return;
        (item.State, item.ClosedAt) = (CaseState.Confirmed, at);
        Write(CaseAction.Close, at, Actor.System, CaseAudience.Reporter, null, null);
    }

    private void RingUntil(DateTimeOffset reached)
    {
        while (item.RingAt is { } ring && ring <= reached)
            Ring(ring > last ? ring : last);
    }

    private void Ring(DateTimeOffset at)
    {
        foreach (var (clock, dueAt) in CaseClocks.Running(item).ToList())
            if (CaseClocks.RingDue(item.Rung, clock, dueAt, at) is { } ring)
            {
                item.Rung += $"{clock}:{ring};";
                var told = ring switch
                {
                    ClockRing.Warning => item.Level,
                    ClockRing.Overdue => CaseLevel.Community,
                    _ => CaseLevel.Street,
                };
                item.Level = told > item.Level ? told : item.Level;
                Write(ring == ClockRing.Warning ? CaseAction.Warn : CaseAction.Escalate, at, Actor.System, CaseAudience.Staff, null, $"{clock}:{told}");
            }

        CaseClocks.SetNext(item);
    }

    private void Write(CaseAction action, DateTimeOffset at, Actor by, CaseAudience audience, string? text, string? detail)
    {
        item.Version++;
        CaseClocks.SetNext(item);
        last = at;
        Entries.Add(new()
        {
            Id = draw.Id(at),
            Case = item.Id,
            At = at,
            Order = item.Version,
            Action = action,
            Audience = audience,
            Actor = by.Account,
            ActorTeam = by.As,
            Text = text,
            Detail = detail,
            State = item.State,
        });
    }
}
