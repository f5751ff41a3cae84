using System.Text;
using Linli.Neighbours.Friends;
using Linli.Neighbours.Pairings;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Goodwill.ClassPairings;

/// <summary>Pairings of the caller's places.</summary>
internal sealed record ListClasses : IQuery<IReadOnlyList<ClassesLine>>;

/// <summary>A pairing of classes.</summary>
internal sealed record ClassesLine(Guid Id, string OurSchool, string OurClass, string TheirSchool, string TheirPlace, string TheirClass, ClassState State, DateOnly? OursAgreedOn, DateOnly? TheirsAgreedOn, int Pupils, int Sessions);

/// <summary>A pairing for who looks after it: pupils by letter.</summary>
internal sealed record OpenClasses(Guid Id) : IQuery<PairedClasses>;

/// <summary>A pairing with all that belongs to it.</summary>
internal sealed record PairedClasses(ClassesLine Line, string? EndReason, IReadOnlyList<PupilLine> Pupils, IReadOnlyList<PupilPairLine> Pairs, IReadOnlyList<SessionLine> Sessions, IReadOnlyList<ClassContactLine> Contacts);

/// <summary>A pupil by letter.</summary>
internal sealed record PupilLine(Guid Id, ClassSide Side, string Letter, string? Ref, bool Consent);

/// <summary>A pair of pupils by letters.</summary>
internal sealed record PupilPairLine(Guid Id, string Ours, string Theirs, ClassState State, DateOnly? OursAgreedOn, DateOnly? TheirsAgreedOn);

/// <summary>A session.</summary>
internal sealed record SessionLine(Guid Id, string Title, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Link, SessionState State, string? Note, IReadOnlyList<Guid> Pupils, int? Came);

/// <summary>A contact.</summary>
internal sealed record ClassContactLine(DateOnly On, ContactWay Way, string Text);

/// <summary>What a guardian sees: pairings of their community, their children in it, sessions to come.</summary>
internal sealed record MyClasses : IQuery<ClassesOfGuardian>;

/// <summary>Pairings a child could join, and those it is in.</summary>
internal sealed record ClassesOfGuardian(IReadOnlyList<ClassesLine> Pairings, IReadOnlyList<MyPupil> Pupils);

/// <summary>A child who takes part.</summary>
internal sealed record MyPupil(Guid Id, Guid Pairing, Guid Child, string Letter, IReadOnlyList<SessionLine> Sessions, IReadOnlyList<PupilPairLine> Pairs);

/// <summary>A session as a calendar file.</summary>
internal sealed record SessionCalendar(Guid Id) : IQuery<string>;

internal sealed class ReadClassesHandler(LinliDb db, CurrentCaller current, IScopeTree tree, ClassBook book, IConsents consents, TimeProvider time)
    : IHandler<ListClasses, IReadOnlyList<ClassesLine>>, IHandler<OpenClasses, PairedClasses>, IHandler<MyClasses, ClassesOfGuardian>, IHandler<SessionCalendar, string>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/class-pairings", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListClasses(), cancel))
            .Needs(GoodwillPermissions.Classes).WithTags("classes").WithSummary("Paired classes 班级结对");
        api.MapGet("/class-pairings/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new OpenClasses(id), cancel))
            .Needs(GoodwillPermissions.Classes).WithTags("classes").WithSummary("A pairing of classes");
        api.MapGet("/class-pairings/mine", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyClasses(), cancel))
            .Needs(GoodwillPermissions.Give).WithTags("classes").WithSummary("Pairings of my children's school");
        api.MapGet("/class-pairings/sessions/{id:guid}.ics", async (Guid id, UseCaseRunner runner, CancellationToken cancel) =>
                await runner.Ask(new SessionCalendar(id), cancel) is { Ok: true } found
                    ? Results.File(Encoding.UTF8.GetBytes(found.Value!), "text/calendar; charset=utf-8", $"session-{id}.ics") : ProblemResults.From([ClassBook.NotFound]))
            .Needs(Access.SignedIn).WithTags("classes").WithSummary("A session for the calendar 日历文件").Produces(StatusCodes.Status200OK, contentType: "text/calendar");
    }

    public async Task<Result<IReadOnlyList<ClassesLine>>> Handle(ListClasses request, CancellationToken cancel) =>
        await Lines(db.Scoped<ClassPairing>(current.Value.ScopesFor(GoodwillPermissions.Classes)), cancel);

    public async Task<Result<PairedClasses>> Handle(OpenClasses request, CancellationToken cancel)
    {
        if (await book.Of(request.Id, cancel) is not { } pairing)
            return ClassBook.NotFound;
        var line = (await Lines(db.Unfiltered<ClassPairing>().Where(p => p.Id == pairing.Id), cancel))[0];
        var pupils = await db.Records<ClassPupil>().AsNoTracking().Where(p => p.Pairing == pairing.Id).OrderBy(p => p.Id).ToListAsync(cancel);
        var agreeing = await consents.Having([.. pupils.Select(p => p.Person).OfType<Guid>()], ClassRules.Purpose, cancel);
        var contacts = await db.Records<ClassContact>().AsNoTracking().Where(c => c.Pairing == pairing.Id).OrderByDescending(c => c.On).Take(100).ToListAsync(cancel);
        return new PairedClasses(
            line, pairing.EndReason, [.. pupils.Where(p => p.LeftAt is null).Select(p => new PupilLine(p.Id, p.Side, p.Letter, p.Ref, p.Person is { } child ? agreeing.Contains(child) : p.SignedOn is not null))],
            await Pairs(db.Records<PupilPair>().Where(p => p.Pairing == pairing.Id), cancel), await Sessions(db.Records<VideoSession>().Where(s => s.Pairing == pairing.Id), cancel),
            contacts.ConvertAll(c => new ClassContactLine(c.On, c.Way, c.Text)));
    }

    public async Task<Result<ClassesOfGuardian>> Handle(MyClasses request, CancellationToken cancel)
    {
        var children = await book.Children(cancel);
        var above = Residence.Of(current.Value, tree)?.Community.Path.SelfAndAncestors().Select(p => p.Value).ToArray() ?? [];
        var mine = await db.Records<ClassPupil>().AsNoTracking().Where(p => p.Person != null && children.Contains(p.Person.Value) && p.LeftAt == null).ToListAsync(cancel);
        var found = new List<MyPupil>();
        foreach (var pupil in mine)
        {
            var seats = db.Records<VideoSeat>().Where(s => s.Pupil == pupil.Id).Select(s => s.Session);
            found.Add(new(
                pupil.Id, pupil.Pairing, pupil.Person!.Value, pupil.Letter, [.. (await Sessions(db.Records<VideoSession>().Where(s => seats.Contains(s.Id)), cancel)).Select(s => s with { Pupils = [], Came = null })],
                await Pairs(db.Records<PupilPair>().Where(p => p.Ours == pupil.Id), cancel)));
        }

        return new ClassesOfGuardian(await Lines(db.Unfiltered<ClassPairing>().Where(p => above.Contains(p.Scope) && p.State == ClassState.Active), cancel), found);
    }

    public async Task<Result<string>> Handle(SessionCalendar request, CancellationToken cancel)
    {
        if (await db.Records<VideoSession>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.Id, cancel) is not { } session)
            return ClassBook.NotFound;
        var children = await book.Children(cancel);
        // Whoever looks after the pairing, and the guardians of now of those who take part.
        var guards = await db.Records<VideoSeat>().AnyAsync(s => s.Session == session.Id && db.Records<ClassPupil>().Any(p => p.Id == s.Pupil && p.Person != null && children.Contains(p.Person.Value)), cancel);
        if (!guards && await book.Of(session.Pairing, cancel) is null)
            return ClassBook.NotFound;
        var pairing = await db.Unfiltered<ClassPairing>().AsNoTracking().SingleAsync(p => p.Id == session.Pairing, cancel);
        return ClassRules.Calendar(session.Id, session.Title, $"{pairing.OurSchool} – {pairing.TheirSchool}", session.StartsAt, session.EndsAt, session.Link, session.State, session.Sequence, time.GetUtcNow());
    }

    private async Task<List<ClassesLine>> Lines(IQueryable<ClassPairing> which, CancellationToken cancel) =>
        (await which.AsNoTracking().OrderByDescending(p => p.At).Take(100)
            .Select(p => new { p, Pupils = db.Records<ClassPupil>().Count(x => x.Pairing == p.Id && x.LeftAt == null), Sessions = db.Records<VideoSession>().Count(s => s.Pairing == p.Id && s.State == SessionState.Held) }).ToListAsync(cancel))
            .ConvertAll(x => new ClassesLine(x.p.Id, x.p.OurSchool, x.p.OurClass, x.p.TheirSchool, x.p.TheirPlace, x.p.TheirClass, x.p.State, x.p.OursAgreedOn, x.p.TheirsAgreedOn, x.Pupils, x.Sessions));

    private async Task<IReadOnlyList<PupilPairLine>> Pairs(IQueryable<PupilPair> which, CancellationToken cancel)
    {
        var pairs = await which.AsNoTracking().OrderBy(p => p.Id).ToListAsync(cancel);
        var ids = pairs.SelectMany(p => new[] { p.Ours, p.Theirs }).Distinct().ToArray();
        var letters = await db.Records<ClassPupil>().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Letter, cancel);
        return pairs.ConvertAll(p => new PupilPairLine(p.Id, letters[p.Ours], letters[p.Theirs], p.State, p.OursAgreedOn, p.TheirsAgreedOn));
    }

    private async Task<IReadOnlyList<SessionLine>> Sessions(IQueryable<VideoSession> which, CancellationToken cancel)
    {
        var sessions = await which.AsNoTracking().OrderByDescending(s => s.StartsAt).Take(60).ToListAsync(cancel);
        var ids = sessions.ConvertAll(s => s.Id);
        var seats = (await db.Records<VideoSeat>().AsNoTracking().Where(s => ids.Contains(s.Session)).ToListAsync(cancel)).ToLookup(s => s.Session);
        return sessions.ConvertAll(s => new SessionLine(
            s.Id, s.Title, s.StartsAt, s.EndsAt, s.Link, s.State, s.Note, [.. seats[s.Id].Select(x => x.Pupil)], s.State == SessionState.Held ? seats[s.Id].Count(x => x.Came == true) : null));
    }
}
