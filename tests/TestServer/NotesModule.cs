using System.Collections.Concurrent;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Modules;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Linli.TestServer;

/// <summary>Notes at places: as little as shows files, events, scopes and durability through the real edge.</summary>
public sealed class NotesModule : IModule
{
    public const string Read = "notes.read";

    public string Name => "notes";

    public void Declare(ModuleBuilder module)
    {
        module.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, AccountHeader>("test", null);
        module.Services.AddSingleton<TestAccounts>();
        module.Services.AddSingleton<ICallerDirectory>(s => s.GetRequiredService<TestAccounts>());
        module.Services.AddSingleton<Troubles>();
        module.Services.AddScoped<IFileGuard, NoteFiles>();
        module
            .Tables((model, _) => model.Entity<Note>().ToTable("notes_note").HasKey(n => n.Id))
            .Tables((model, _) => model.Entity<Echo>().ToTable("notes_echo").HasKey(e => e.Seq))
            .Permissions(new Permission(Read, ("读", "Read")))
            .Publishes<NoteWritten>("linli.note.written")
            .After<NoteWritten, Echoing>()
            .UseCase<WriteNoteHandler>()
            .UseCase<ListNotesHandler>();
    }
}

/// <summary>Who the header <c>X-Account</c> may name.</summary>
public sealed class TestAccounts : ICallerDirectory
{
    public ConcurrentDictionary<Guid, Caller> All { get; } = new();

    /// <summary>An account that holds permissions at a place.</summary>
    public Guid Add(string scope, params string[] permissions)
    {
        var id = Guid.CreateVersion7(new DateTimeOffset(2026, 11, 16, 0, 0, 0, TimeSpan.Zero));
        All[id] = new(id, "someone", [new Grant("post", ScopePath.Parse(scope, null), null, permissions.ToHashSet())]);
        return id;
    }

    // A killed and restarted server has forgotten its accounts: whoever is named may read everywhere.
    public ValueTask<Caller?> Find(Guid account, CancellationToken cancel) =>
        new(All.TryGetValue(account, out var caller) ? caller : All.IsEmpty ? Everywhere(account) : null);

    private static Caller Everywhere(Guid id) => new(id, "anyone", [new Grant("post", ScopePath.Root, null, new HashSet<string> { NotesModule.Read })]);
}

public sealed class AccountHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers["X-Account"] is not [{ } account])
            return Task.FromResult(AuthenticateResult.NoResult());
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, account)], Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(new(new(identity), Scheme.Name)));
    }
}

public sealed record NoteWritten(Guid Note, string Text, string Place) : DomainEvent
{
    public override string Subject => Text;

    public override ScopePath Scope => ScopePath.Parse(Place, null);

    public override string LivePermission => NotesModule.Read;
}

/// <summary>Notes whose echo fails for now.</summary>
public sealed class Troubles
{
    private readonly ConcurrentDictionary<string, bool> texts = new(StringComparer.Ordinal);

    public void Add(string text) => texts[text] = true;

    public void Clear() => texts.Clear();

    public bool Has(string text) => texts.ContainsKey(text);
}

/// <summary>What a note that begins with "echo: " leaves behind once its event was delivered.</summary>
public sealed class Echo
{
    public long Seq { get; set; }

    public required string Text { get; init; }
}

internal sealed class Echoing(LinliDb db, Troubles troubles) : IEventHandler<NoteWritten>
{
    private const string Begin = "echo: ";

    public Task Handle(Delivered<NoteWritten> delivered, CancellationToken cancel)
    {
        var text = delivered.Event.Text;
        if (!text.StartsWith(Begin, StringComparison.Ordinal))
            return Task.CompletedTask;
        db.Records<Echo>().Add(new() { Text = text[Begin.Length..] });
        return troubles.Has(text) ? throw new InvalidOperationException("No echo today.") : Task.CompletedTask;
    }
}

/// <summary>Writes a note.</summary>
/// <param name="Text">What it says; the subject of its event.</param>
/// <param name="Place">Where.</param>
/// <param name="Files">Files uploaded before.</param>
public sealed record WriteNote(string Text, ScopePath Place, IReadOnlyList<FileId>? Files) : ICommand<Guid>;

/// <summary>All texts.</summary>
public sealed record ListNotes : IQuery<IReadOnlyList<string>>;

internal sealed class Note : IScoped
{
    public required Guid Id { get; init; }

    public required string Text { get; init; }

    public required string Scope { get; init; }
}

internal sealed class WriteNoteHandler(LinliDb db, Outbox outbox, IFileStore files, TimeProvider time) : IHandler<WriteNote, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/notes", (WriteNote request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
        .Needs(Access.SignedIn);

    public async Task<Result<Guid>> Handle(WriteNote request, CancellationToken cancel)
    {
        var note = new Note { Id = Guid.CreateVersion7(time.GetUtcNow()), Text = request.Text, Scope = request.Place.Value };
        db.Insert(note);
        outbox.Add(new NoteWritten(note.Id, note.Text, note.Scope));
        var attached = await files.Attach(request.Files ?? [], "note", note.Id, request.Place, cancel);
        return attached.Ok ? note.Id : attached.As<Guid>();
    }
}

internal sealed class ListNotesHandler(LinliDb db, CurrentCaller caller) : IHandler<ListNotes, IReadOnlyList<string>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/notes", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListNotes(), cancel))
        .Needs(NotesModule.Read);

    public async Task<Result<IReadOnlyList<string>>> Handle(ListNotes request, CancellationToken cancel) =>
        await db.Scoped<Note>(caller.Value.ScopesFor(NotesModule.Read)).Select(n => n.Text).ToListAsync(cancel);
}

internal sealed class NoteFiles(LinliDb db) : IFileGuard
{
    public string SubjectKind => "note";

    public Task<bool> MaySee(Caller caller, Guid subject, CancellationToken cancel) =>
        db.Scoped<Note>(caller.ScopesFor(NotesModule.Read)).AnyAsync(n => n.Id == subject, cancel);
}
