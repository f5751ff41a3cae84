using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Goodwill.ClassPairings;

/// <summary>What several use cases of paired classes do.</summary>
internal sealed class ClassBook(LinliDb db, CurrentCaller current, IActingFor family, ICareLists care, INotices notices, TimeProvider time)
{
    public static readonly Problem NotFound = Problem.NotFound("classes.not_found", "没有找到这个结对。", "This pairing was not found.");

    public static readonly Problem Ended = Problem.Conflict("classes.not_running", "这个结对还没有开始，或已经结束。", "This pairing has not begun, or has ended.");

    /// <summary>A pairing that the caller looks after.</summary>
    public Task<ClassPairing?> Of(Guid id, CancellationToken cancel) => db.Scoped<ClassPairing>(current.Value.ScopesFor(GoodwillPermissions.Classes)).SingleOrDefaultAsync(p => p.Id == id, cancel);

    /// <summary>Children whose guardian the caller is now, whoever let them take part.</summary>
    public async Task<IReadOnlyList<Guid>> Children(CancellationToken cancel) =>
        [.. (await family.People(FamilyMatters.Book, cancel)).Where(c => c.Agency is null).Select(c => c.Person)];

    /// <summary>Whether the caller is the guardian of a pupil now.</summary>
    public async Task<bool> IsGuardian(ClassPupil pupil, CancellationToken cancel) =>
        pupil.Person is { } child && await family.For(child, FamilyMatters.Book, cancel) is { Ok: true, Value.Agency: null };

    /// <summary>Whoever plans, proposes, joins and leaves does so one after the other: a child who has left is on no list that comes after.</summary>
    public Task Lock(Guid pairing, CancellationToken cancel) => db.LockUntilCommit($"class.{pairing}", cancel);

    /// <summary>A pupil is on no list any more: pairs end, seats of sessions to come go, and it is no longer known who it was.</summary>
    public async Task Leave(ClassPupil pupil, CancellationToken cancel)
    {
        await Lock(pupil.Pairing, cancel);
        (pupil.LeftAt, pupil.Person, pupil.Guardian) = (Clock.Now(time), null, null);
        foreach (var pair in await db.Records<PupilPair>().Where(p => (p.Ours == pupil.Id || p.Theirs == pupil.Id) && p.State != ClassState.Ended).ToListAsync(cancel))
            (pair.State, pair.EndedAt) = (ClassState.Ended, pupil.LeftAt);
        var planned = db.Records<VideoSession>().Where(s => s.State == SessionState.Planned).Select(s => s.Id);
        db.Records<VideoSeat>().RemoveRange(await db.Records<VideoSeat>().Where(s => s.Pupil == pupil.Id && planned.Contains(s.Session)).ToListAsync(cancel));
    }

    public async Task CallOff(VideoSession session, CancellationToken cancel)
    {
        (session.State, session.Sequence) = (SessionState.CalledOff, session.Sequence + 1);
        var pupils = await db.Records<VideoSeat>().Where(s => s.Session == session.Id).Join(db.Records<ClassPupil>(), s => s.Pupil, p => p.Id, (_, p) => p).ToListAsync(cancel);
        await Tell(session, pupils, ("连线已取消", "A session was called off"), ("如有新安排会再通知。", "You will hear of a new date."), cancel);
    }

    /// <summary>Tells those who are the guardians now of those who take part, without saying who.</summary>
    public async Task Tell(VideoSession session, IEnumerable<ClassPupil> pupils, Platform.Text.Phrase title, Platform.Text.Phrase body, CancellationToken cancel)
    {
        var guardians = new HashSet<Guid>();
        foreach (var child in pupils.Select(p => p.Person).OfType<Guid>().Distinct())
            guardians.UnionWith(await care.GuardianAccountsOf(child, cancel));
        foreach (var guardian in guardians)
            await notices.Tell(guardian, "gifts.class", title, body, "/class-pairings", $"class-session:{session.Id}:{session.Sequence}", cancel);
    }
}

/// <summary>A guardian takes the consent back: the child is on no list any more.</summary>
internal sealed class LeaveClassesWithConsent(LinliDb db, ClassBook book) : IEventHandler<ConsentWithdrawn>
{
    public async Task Handle(Delivered<ConsentWithdrawn> delivered, CancellationToken cancel)
    {
        if (delivered.Event.Purpose != ClassRules.Purpose)
            return;
        var person = delivered.Event.Person;
        foreach (var pupil in await db.Records<ClassPupil>().Where(p => p.Person == person && p.LeftAt == null).OrderBy(p => p.Pairing).ToListAsync(cancel))
            await book.Leave(pupil, cancel);
    }
}
