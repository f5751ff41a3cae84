using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Linli.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "cases_answer",
                columns: table => new
                {
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Question = table.Column<string>(type: "TEXT", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    LabelZh = table.Column<string>(type: "TEXT", nullable: false),
                    LabelEn = table.Column<string>(type: "TEXT", nullable: false),
                    ValueZh = table.Column<string>(type: "TEXT", nullable: false),
                    ValueEn = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_answer", x => new { x.Case, x.Question });
                });

            migrationBuilder.CreateTable(
                name: "cases_answer_template",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    TextZh = table.Column<string>(type: "TEXT", nullable: false),
                    TextEn = table.Column<string>(type: "TEXT", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    RetiredAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_answer_template", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cases_case",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Community = table.Column<string>(type: "TEXT", nullable: false),
                    Type = table.Column<string>(type: "TEXT", nullable: false),
                    Category = table.Column<string>(type: "TEXT", nullable: false),
                    Channel = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Mode = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Priority = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Level = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    PublicTitle = table.Column<string>(type: "TEXT", nullable: true),
                    PublicText = table.Column<string>(type: "TEXT", nullable: true),
                    PlaceText = table.Column<string>(type: "TEXT", nullable: true),
                    Longitude = table.Column<double>(type: "REAL", nullable: true),
                    Latitude = table.Column<double>(type: "REAL", nullable: true),
                    IsPublic = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsConfidential = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsAnonymous = table.Column<bool>(type: "INTEGER", nullable: false),
                    Reporter = table.Column<Guid>(type: "TEXT", nullable: true),
                    ContactName = table.Column<string>(type: "TEXT", nullable: true),
                    ContactPhone = table.Column<string>(type: "TEXT", nullable: true),
                    ContactEmail = table.Column<string>(type: "TEXT", nullable: true),
                    ContactMask = table.Column<string>(type: "TEXT", nullable: true),
                    LoggedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Team = table.Column<string>(type: "TEXT", nullable: true),
                    Handler = table.Column<Guid>(type: "TEXT", nullable: true),
                    Steward = table.Column<Guid>(type: "TEXT", nullable: true),
                    IsSupervised = table.Column<bool>(type: "INTEGER", nullable: false),
                    Reopened = table.Column<int>(type: "INTEGER", nullable: false),
                    Rating = table.Column<int>(type: "INTEGER", nullable: true),
                    OpenedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    HappenedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AcceptedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FirstAnsweredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AnsweredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AcceptDue = table.Column<long>(type: "INTEGER", nullable: true),
                    FirstAnswerDue = table.Column<long>(type: "INTEGER", nullable: true),
                    FinishDue = table.Column<long>(type: "INTEGER", nullable: true),
                    NextDue = table.Column<long>(type: "INTEGER", nullable: true),
                    Rung = table.Column<string>(type: "TEXT", nullable: false),
                    RingAt = table.Column<long>(type: "INTEGER", nullable: true),
                    MergedInto = table.Column<Guid>(type: "TEXT", nullable: true),
                    RelatedTo = table.Column<Guid>(type: "TEXT", nullable: true),
                    ExternalKey = table.Column<string>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_case", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cases_category",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    Parent = table.Column<string>(type: "TEXT", nullable: true),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Icon = table.Column<string>(type: "TEXT", nullable: false),
                    Type = table.Column<string>(type: "TEXT", nullable: false),
                    TeamKind = table.Column<string>(type: "TEXT", nullable: false),
                    Team = table.Column<string>(type: "TEXT", nullable: true),
                    Open311 = table.Column<bool>(type: "INTEGER", nullable: false),
                    DescriptionZh = table.Column<string>(type: "TEXT", nullable: false),
                    DescriptionEn = table.Column<string>(type: "TEXT", nullable: false),
                    Keywords = table.Column<string>(type: "TEXT", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_category", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "cases_category_question",
                columns: table => new
                {
                    Category = table.Column<string>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Required = table.Column<bool>(type: "INTEGER", nullable: false),
                    LabelZh = table.Column<string>(type: "TEXT", nullable: false),
                    LabelEn = table.Column<string>(type: "TEXT", nullable: false),
                    HintZh = table.Column<string>(type: "TEXT", nullable: false),
                    HintEn = table.Column<string>(type: "TEXT", nullable: false),
                    Options = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_category_question", x => new { x.Category, x.Code });
                });

            migrationBuilder.CreateTable(
                name: "cases_channel_message",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    From = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    To = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    Author = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ReplyTo = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_channel_message", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cases_channel_receipt",
                columns: table => new
                {
                    Message = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_channel_receipt", x => new { x.Message, x.Account });
                });

            migrationBuilder.CreateTable(
                name: "cases_clock_rule",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Jurisdiction = table.Column<string>(type: "TEXT", nullable: false),
                    Type = table.Column<string>(type: "TEXT", nullable: false),
                    Priority = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Clock = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Amount = table.Column<int>(type: "INTEGER", nullable: false),
                    Unit = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    EffectiveFrom = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    EffectiveTo = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Source = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_clock_rule", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cases_co_handler",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Team = table.Column<string>(type: "TEXT", nullable: false),
                    Task = table.Column<string>(type: "TEXT", nullable: false),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Result = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_co_handler", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cases_entry",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    Action = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Audience = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Actor = table.Column<Guid>(type: "TEXT", nullable: true),
                    ActorTeam = table.Column<string>(type: "TEXT", nullable: true),
                    Text = table.Column<string>(type: "TEXT", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Detail = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_entry", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cases_evidence",
                columns: table => new
                {
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    File = table.Column<Guid>(type: "TEXT", nullable: false),
                    Phase = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    AddedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Entry = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_evidence", x => new { x.Case, x.File });
                });

            migrationBuilder.CreateTable(
                name: "cases_extension",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    AskedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    WorkingDays = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    Granted = table.Column<bool>(type: "INTEGER", nullable: true),
                    DecisionNote = table.Column<string>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_extension", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cases_follower",
                columns: table => new
                {
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: false),
                    From = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_follower", x => new { x.Case, x.Account });
                });

            migrationBuilder.CreateTable(
                name: "cases_mediation_agreement",
                columns: table => new
                {
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Terms = table.Column<string>(type: "TEXT", nullable: false),
                    AgreedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    FollowUpOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    FollowedUpAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Kept = table.Column<bool>(type: "INTEGER", nullable: true),
                    FollowUpNote = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_mediation_agreement", x => x.Case);
                });

            migrationBuilder.CreateTable(
                name: "cases_mediation_party",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Phone = table.Column<string>(type: "TEXT", nullable: true),
                    Claim = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_mediation_party", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cases_visit",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    PlannedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Place = table.Column<string>(type: "TEXT", nullable: false),
                    Visitor = table.Column<Guid>(type: "TEXT", nullable: true),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Notes = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases_visit", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_block",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Blocked = table.Column<Guid>(type: "TEXT", nullable: false),
                    Nickname = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_block", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_card",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Nickname = table.Column<string>(type: "TEXT", nullable: false),
                    Interests = table.Column<string>(type: "TEXT", nullable: false),
                    About = table.Column<string>(type: "TEXT", nullable: false),
                    Contact = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_card", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_club",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Interest = table.Column<string>(type: "TEXT", nullable: false),
                    About = table.Column<string>(type: "TEXT", nullable: false),
                    Organiser = table.Column<Guid>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_club", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_greeting",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    From = table.Column<Guid>(type: "TEXT", nullable: false),
                    To = table.Column<Guid>(type: "TEXT", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_greeting", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "notices_announcement",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    TitleZh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    TitleEn = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    TextZh = table.Column<string>(type: "TEXT", nullable: false),
                    TextEn = table.Column<string>(type: "TEXT", nullable: true),
                    Important = table.Column<bool>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Author = table.Column<Guid>(type: "TEXT", nullable: true),
                    PublishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    PublishedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    CorrectedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    WithdrawnAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_announcement", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "notices_notice",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    TitleZh = table.Column<string>(type: "TEXT", nullable: false),
                    TitleEn = table.Column<string>(type: "TEXT", nullable: false),
                    BodyZh = table.Column<string>(type: "TEXT", nullable: false),
                    BodyEn = table.Column<string>(type: "TEXT", nullable: false),
                    Link = table.Column<string>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ReadAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_notice", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "notices_opt_out",
                columns: table => new
                {
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_opt_out", x => new { x.AccountId, x.Kind });
                });

            migrationBuilder.CreateTable(
                name: "notices_push_key",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Public = table.Column<string>(type: "TEXT", nullable: false),
                    Private = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_push_key", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "notices_push_subscription",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Endpoint = table.Column<string>(type: "TEXT", nullable: false),
                    EndpointHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Auth = table.Column<string>(type: "TEXT", nullable: false),
                    Device = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Language = table.Column<string>(type: "TEXT", maxLength: 5, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    LastSentAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_push_subscription", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "notices_sms",
                columns: table => new
                {
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastSentAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_sms", x => x.AccountId);
                });

            migrationBuilder.CreateTable(
                name: "open311_request",
                columns: table => new
                {
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Client = table.Column<Guid>(type: "TEXT", nullable: false),
                    Fingerprint = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    RepeatKey = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    MediaUrl = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    FinishDue = table.Column<long>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_open311_request", x => x.Case);
                });

            migrationBuilder.CreateTable(
                name: "open311_update",
                columns: table => new
                {
                    Client = table.Column<Guid>(type: "TEXT", nullable: false),
                    UpdateId = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Entry = table.Column<Guid>(type: "TEXT", nullable: false),
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    MediaUrls = table.Column<string>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_open311_update", x => new { x.Client, x.UpdateId });
                });

            migrationBuilder.CreateTable(
                name: "people_api_key",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Prefix = table.Column<string>(type: "TEXT", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Permissions = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastUsedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RevokedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_api_key", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_family_agency",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AgentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PrincipalId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Matters = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    To = table.Column<long>(type: "INTEGER", nullable: true),
                    AgreedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    WitnessedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedBy = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_family_agency", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_guardianship",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    GuardianId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ChildId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    To = table.Column<long>(type: "INTEGER", nullable: true),
                    Evidence = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    EnteredBy = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_guardianship", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_home_tie",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: true),
                    HouseholdId = table.Column<Guid>(type: "TEXT", nullable: true),
                    HomeId = table.Column<Guid>(type: "TEXT", nullable: false),
                    HomeLabel = table.Column<string>(type: "TEXT", nullable: false),
                    Relation = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Grid = table.Column<string>(type: "TEXT", nullable: true),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    To = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedBy = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    ShareNumerator = table.Column<int>(type: "INTEGER", nullable: true),
                    ShareDenominator = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_home_tie", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_household",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    HomeId = table.Column<Guid>(type: "TEXT", nullable: false),
                    HomeLabel = table.Column<string>(type: "TEXT", maxLength: 160, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Grid = table.Column<string>(type: "TEXT", nullable: true),
                    HeadPersonId = table.Column<Guid>(type: "TEXT", nullable: true),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    To = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_household", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_person",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    Phone = table.Column<string>(type: "TEXT", nullable: true),
                    PhoneHash = table.Column<string>(type: "TEXT", nullable: true),
                    PhoneMask = table.Column<string>(type: "TEXT", nullable: true),
                    PhoneTail = table.Column<string>(type: "TEXT", nullable: true),
                    ContactPhone = table.Column<string>(type: "TEXT", nullable: true),
                    ContactPhoneMask = table.Column<string>(type: "TEXT", nullable: true),
                    BirthDate = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Sex = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Document = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Identity = table.Column<string>(type: "TEXT", nullable: true),
                    IdentityHash = table.Column<string>(type: "TEXT", nullable: true),
                    IdentityMask = table.Column<string>(type: "TEXT", nullable: true),
                    NameKey = table.Column<string>(type: "TEXT", maxLength: 160, nullable: true),
                    DiedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ErasedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Language = table.Column<string>(type: "TEXT", nullable: true),
                    ElderMode = table.Column<bool>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_person", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_post",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Post = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Team = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    To = table.Column<long>(type: "INTEGER", nullable: true),
                    TieId = table.Column<Guid>(type: "TEXT", nullable: true),
                    GrantedBy = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_post", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_recovery_code",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false),
                    UsedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_recovery_code", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_registration",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    HomeId = table.Column<Guid>(type: "TEXT", nullable: false),
                    HomeLabel = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Relation = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    LeaseEnd = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Note = table.Column<string>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_registration", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_sign_in_code",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PhoneHash = table.Column<string>(type: "TEXT", nullable: false),
                    CodeHash = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    Used = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_sign_in_code", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "people_team",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Phone = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Hours = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_team", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "people_view",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ViewerId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ViewerName = table.Column<string>(type: "TEXT", nullable: false),
                    What = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_view", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_facility",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Place = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Longitude = table.Column<double>(type: "REAL", nullable: false),
                    Latitude = table.Column<double>(type: "REAL", nullable: false),
                    SquareMetres = table.Column<int>(type: "INTEGER", nullable: true),
                    OpeningHours = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Phone = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_facility", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "places_grid",
                columns: table => new
                {
                    Path = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Geometry = table.Column<string>(type: "TEXT", nullable: false),
                    StewardCode = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Steward = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_grid", x => x.Path);
                });

            migrationBuilder.CreateTable(
                name: "places_home",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Building = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Unit = table.Column<int>(type: "INTEGER", nullable: false),
                    Floor = table.Column<int>(type: "INTEGER", nullable: false),
                    Room = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Door = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Label = table.Column<string>(type: "TEXT", maxLength: 160, nullable: false),
                    Grid = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    HouseCode = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Use = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AreaDm2 = table.Column<int>(type: "INTEGER", nullable: true),
                    AreaFrom = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_home", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_map_feature",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Layer = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Geometry = table.Column<string>(type: "TEXT", nullable: false),
                    Properties = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_map_feature", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "places_place",
                columns: table => new
                {
                    Path = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Aliases = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    AddressName = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    Prefix = table.Column<string>(type: "TEXT", maxLength: 8, nullable: true),
                    AreaCode = table.Column<string>(type: "TEXT", maxLength: 12, nullable: true),
                    Longitude = table.Column<double>(type: "REAL", nullable: true),
                    Latitude = table.Column<double>(type: "REAL", nullable: true),
                    PropertyCompany = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    BuiltYear = table.Column<int>(type: "INTEGER", nullable: true),
                    Floors = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_place", x => x.Path);
                });

            migrationBuilder.CreateTable(
                name: "places_version",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Value = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_places_version", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "platform_answered_command",
                columns: table => new
                {
                    Caller = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Command = table.Column<string>(type: "TEXT", nullable: false),
                    RequestHash = table.Column<string>(type: "TEXT", nullable: false),
                    Answer = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_answered_command", x => new { x.Caller, x.Key });
                });

            migrationBuilder.CreateTable(
                name: "platform_audit",
                columns: table => new
                {
                    Seq = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Actor = table.Column<string>(type: "TEXT", nullable: false),
                    Action = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: true),
                    Scope = table.Column<string>(type: "TEXT", nullable: true),
                    Detail = table.Column<string>(type: "TEXT", nullable: true),
                    Link = table.Column<long>(type: "INTEGER", nullable: true),
                    Hash = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_audit", x => x.Seq);
                });

            migrationBuilder.CreateTable(
                name: "platform_audit_head",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Link = table.Column<long>(type: "INTEGER", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false),
                    Signature = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_audit_head", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "platform_counter",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    value = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_counter", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "platform_file",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    MediaType = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    Width = table.Column<int>(type: "INTEGER", nullable: true),
                    Height = table.Column<int>(type: "INTEGER", nullable: true),
                    UploadedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SubjectKind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    SubjectId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Scope = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_file", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "platform_handled",
                columns: table => new
                {
                    MessageId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Handler = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_handled", x => new { x.MessageId, x.Handler });
                });

            migrationBuilder.CreateTable(
                name: "platform_outbox",
                columns: table => new
                {
                    Seq = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Time = table.Column<long>(type: "INTEGER", nullable: false),
                    Type = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", nullable: false),
                    Data = table.Column<string>(type: "TEXT", nullable: false),
                    LivePermission = table.Column<string>(type: "TEXT", nullable: true),
                    LiveAccounts = table.Column<string>(type: "TEXT", nullable: true),
                    DeliveredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    RetryAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastError = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_outbox", x => x.Seq);
                });

            migrationBuilder.CreateTable(
                name: "platform_setting",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Value = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_setting", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "platform_webhook",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Url = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Secret = table.Column<string>(type: "TEXT", nullable: false),
                    Types = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Active = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_webhook", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "platform_webhook_delivery",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    WebhookId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Seq = table.Column<long>(type: "INTEGER", nullable: false),
                    EventId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Type = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", nullable: false),
                    EventTime = table.Column<long>(type: "INTEGER", nullable: false),
                    Data = table.Column<string>(type: "TEXT", nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    NextTry = table.Column<long>(type: "INTEGER", nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: true),
                    DoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastError = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_webhook_delivery", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "services_shop",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Team = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    About = table.Column<string>(type: "TEXT", nullable: true),
                    Address = table.Column<string>(type: "TEXT", nullable: false),
                    Phone = table.Column<string>(type: "TEXT", nullable: false),
                    Hours = table.Column<string>(type: "TEXT", nullable: false),
                    Longitude = table.Column<double>(type: "REAL", nullable: true),
                    Latitude = table.Column<double>(type: "REAL", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services_shop", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "neighbours_member",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Club = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Nickname = table.Column<string>(type: "TEXT", nullable: false),
                    Word = table.Column<string>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_neighbours_member", x => x.Id);
                    table.ForeignKey(
                        name: "FK_neighbours_member_neighbours_club_Club",
                        column: x => x.Club,
                        principalTable: "neighbours_club",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notices_push",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    SubscriptionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    NoticeId = table.Column<Guid>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    NextTry = table.Column<long>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    LastError = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices_push", x => x.Id);
                    table.ForeignKey(
                        name: "FK_notices_push_notices_push_subscription_SubscriptionId",
                        column: x => x.SubscriptionId,
                        principalTable: "notices_push_subscription",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "people_account",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    TotpKey = table.Column<string>(type: "TEXT", nullable: true),
                    TotpOffered = table.Column<string>(type: "TEXT", nullable: true),
                    TotpStep = table.Column<long>(type: "INTEGER", nullable: false),
                    SuspendedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastSignInAt = table.Column<long>(type: "INTEGER", nullable: true),
                    UserName = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    NormalizedUserName = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    PasswordHash = table.Column<string>(type: "TEXT", nullable: true),
                    SecurityStamp = table.Column<string>(type: "TEXT", nullable: true),
                    ConcurrencyStamp = table.Column<string>(type: "TEXT", nullable: true),
                    LockoutEnd = table.Column<long>(type: "INTEGER", nullable: true),
                    AccessFailedCount = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_account", x => x.Id);
                    table.ForeignKey(
                        name: "FK_people_account_people_person_PersonId",
                        column: x => x.PersonId,
                        principalTable: "people_person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "people_passkey",
                columns: table => new
                {
                    CredentialId = table.Column<byte[]>(type: "BLOB", maxLength: 1024, nullable: false),
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Data = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_passkey", x => x.CredentialId);
                    table.ForeignKey(
                        name: "FK_people_passkey_people_account_UserId",
                        column: x => x.UserId,
                        principalTable: "people_account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_cases_answer_template_Scope",
                table: "cases_answer_template",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_Community_OpenedAt",
                table: "cases_case",
                columns: new[] { "Community", "OpenedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_ExternalKey",
                table: "cases_case",
                column: "ExternalKey",
                unique: true,
                filter: "\"ExternalKey\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_Handler",
                table: "cases_case",
                column: "Handler",
                filter: "\"Handler\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_Latitude_Longitude",
                table: "cases_case",
                columns: new[] { "Latitude", "Longitude" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_MergedInto",
                table: "cases_case",
                column: "MergedInto",
                filter: "\"MergedInto\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_Number",
                table: "cases_case",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_OpenedAt_Number",
                table: "cases_case",
                columns: new[] { "OpenedAt", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_Reporter",
                table: "cases_case",
                column: "Reporter");

            migrationBuilder.CreateIndex(
                name: "ix_cases_case_ring",
                table: "cases_case",
                column: "RingAt",
                filter: "\"RingAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cases_case_running",
                table: "cases_case",
                columns: new[] { "NextDue", "Number" },
                filter: "\"NextDue\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_case_State",
                table: "cases_case",
                column: "State");

            migrationBuilder.CreateIndex(
                name: "ix_cases_case_team_open",
                table: "cases_case",
                column: "Team",
                filter: "\"ClosedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_channel_message_Author",
                table: "cases_channel_message",
                column: "Author");

            migrationBuilder.CreateIndex(
                name: "IX_cases_channel_message_ReplyTo",
                table: "cases_channel_message",
                column: "ReplyTo");

            migrationBuilder.CreateIndex(
                name: "IX_cases_channel_message_Scope_At",
                table: "cases_channel_message",
                columns: new[] { "Scope", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_co_handler_Case_Team",
                table: "cases_co_handler",
                columns: new[] { "Case", "Team" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_co_handler_waiting",
                table: "cases_co_handler",
                column: "Team",
                filter: "\"FinishedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_entry_At",
                table: "cases_entry",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_cases_entry_Case_At",
                table: "cases_entry",
                columns: new[] { "Case", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_extension_Case",
                table: "cases_extension",
                column: "Case");

            migrationBuilder.CreateIndex(
                name: "IX_cases_follower_Account",
                table: "cases_follower",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_cases_mediation_party_Case",
                table: "cases_mediation_party",
                column: "Case");

            migrationBuilder.CreateIndex(
                name: "IX_cases_visit_Case",
                table: "cases_visit",
                column: "Case");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_block_Account_Blocked",
                table: "neighbours_block",
                columns: new[] { "Account", "Blocked" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_block_Blocked",
                table: "neighbours_block",
                column: "Blocked");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_card_Account",
                table: "neighbours_card",
                column: "Account",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_card_Scope",
                table: "neighbours_card",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_club_Organiser",
                table: "neighbours_club",
                column: "Organiser");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_club_Scope_State",
                table: "neighbours_club",
                columns: new[] { "Scope", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_greeting_From_To",
                table: "neighbours_greeting",
                columns: new[] { "From", "To" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_greeting_To",
                table: "neighbours_greeting",
                column: "To");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_member_Account",
                table: "neighbours_member",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_neighbours_member_Club_Account",
                table: "neighbours_member",
                columns: new[] { "Club", "Account" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_notices_announcement_Scope_State_From",
                table: "notices_announcement",
                columns: new[] { "Scope", "State", "From" });

            migrationBuilder.CreateIndex(
                name: "IX_notices_notice_AccountId_At",
                table: "notices_notice",
                columns: new[] { "AccountId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_notices_notice_AccountId_Key",
                table: "notices_notice",
                columns: new[] { "AccountId", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_notices_notice_unread",
                table: "notices_notice",
                column: "AccountId",
                filter: "\"ReadAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_notices_push_NextTry",
                table: "notices_push",
                column: "NextTry");

            migrationBuilder.CreateIndex(
                name: "IX_notices_push_SubscriptionId",
                table: "notices_push",
                column: "SubscriptionId");

            migrationBuilder.CreateIndex(
                name: "IX_notices_push_subscription_AccountId",
                table: "notices_push_subscription",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_notices_push_subscription_EndpointHash",
                table: "notices_push_subscription",
                column: "EndpointHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_notices_sms_DueAt",
                table: "notices_sms",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_open311_request_Client_Fingerprint",
                table: "open311_request",
                columns: new[] { "Client", "Fingerprint" });

            migrationBuilder.CreateIndex(
                name: "IX_open311_request_Client_RepeatKey",
                table: "open311_request",
                columns: new[] { "Client", "RepeatKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_open311_update_Entry",
                table: "open311_update",
                column: "Entry");

            migrationBuilder.CreateIndex(
                name: "IX_people_account_NormalizedUserName",
                table: "people_account",
                column: "NormalizedUserName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_account_PersonId_Kind",
                table: "people_account",
                columns: new[] { "PersonId", "Kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_api_key_Prefix",
                table: "people_api_key",
                column: "Prefix",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_family_agency_AgentId",
                table: "people_family_agency",
                column: "AgentId");

            migrationBuilder.CreateIndex(
                name: "IX_people_family_agency_PrincipalId",
                table: "people_family_agency",
                column: "PrincipalId");

            migrationBuilder.CreateIndex(
                name: "IX_people_guardianship_ChildId",
                table: "people_guardianship",
                column: "ChildId");

            migrationBuilder.CreateIndex(
                name: "IX_people_guardianship_GuardianId",
                table: "people_guardianship",
                column: "GuardianId");

            migrationBuilder.CreateIndex(
                name: "IX_people_home_tie_AccountId",
                table: "people_home_tie",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_people_home_tie_Grid",
                table: "people_home_tie",
                column: "Grid");

            migrationBuilder.CreateIndex(
                name: "IX_people_home_tie_HomeId",
                table: "people_home_tie",
                column: "HomeId");

            migrationBuilder.CreateIndex(
                name: "IX_people_home_tie_HouseholdId",
                table: "people_home_tie",
                column: "HouseholdId");

            migrationBuilder.CreateIndex(
                name: "IX_people_home_tie_PersonId",
                table: "people_home_tie",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_people_home_tie_Scope",
                table: "people_home_tie",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_people_household_Grid",
                table: "people_household",
                column: "Grid");

            migrationBuilder.CreateIndex(
                name: "IX_people_household_HomeId",
                table: "people_household",
                column: "HomeId");

            migrationBuilder.CreateIndex(
                name: "IX_people_household_Scope",
                table: "people_household",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_people_passkey_UserId",
                table: "people_passkey",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_people_person_BirthDate",
                table: "people_person",
                column: "BirthDate");

            migrationBuilder.CreateIndex(
                name: "IX_people_person_IdentityHash",
                table: "people_person",
                column: "IdentityHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_person_Name",
                table: "people_person",
                column: "Name");

            migrationBuilder.CreateIndex(
                name: "IX_people_person_PhoneHash",
                table: "people_person",
                column: "PhoneHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_person_PhoneTail",
                table: "people_person",
                column: "PhoneTail");

            migrationBuilder.CreateIndex(
                name: "IX_people_post_AccountId",
                table: "people_post",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_people_post_Post_Scope",
                table: "people_post",
                columns: new[] { "Post", "Scope" });

            migrationBuilder.CreateIndex(
                name: "IX_people_post_Team",
                table: "people_post",
                column: "Team");

            migrationBuilder.CreateIndex(
                name: "IX_people_recovery_code_AccountId",
                table: "people_recovery_code",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_people_registration_AccountId",
                table: "people_registration",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "ix_people_registration_one_open",
                table: "people_registration",
                columns: new[] { "AccountId", "HomeId" },
                unique: true,
                filter: "\"State\" = 'Open'");

            migrationBuilder.CreateIndex(
                name: "IX_people_registration_State_At",
                table: "people_registration",
                columns: new[] { "State", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_people_sign_in_code_At",
                table: "people_sign_in_code",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_people_sign_in_code_PhoneHash_At",
                table: "people_sign_in_code",
                columns: new[] { "PhoneHash", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_people_view_PersonId_At",
                table: "people_view",
                columns: new[] { "PersonId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_places_grid_Code",
                table: "places_grid",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_places_home_Building",
                table: "places_home",
                column: "Building");

            migrationBuilder.CreateIndex(
                name: "IX_places_home_Label",
                table: "places_home",
                column: "Label",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_places_home_Scope",
                table: "places_home",
                column: "Scope");

            migrationBuilder.CreateIndex(
                name: "IX_places_place_Code",
                table: "places_place",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_platform_answered_command_At",
                table: "platform_answered_command",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_platform_audit_Link",
                table: "platform_audit",
                column: "Link",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_platform_audit_open",
                table: "platform_audit",
                column: "Seq",
                filter: "\"Hash\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_platform_audit_Subject",
                table: "platform_audit",
                column: "Subject");

            migrationBuilder.CreateIndex(
                name: "IX_platform_file_Hash",
                table: "platform_file",
                column: "Hash");

            migrationBuilder.CreateIndex(
                name: "ix_platform_file_loose",
                table: "platform_file",
                column: "CreatedAt",
                filter: "\"SubjectKind\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_platform_file_SubjectKind_SubjectId",
                table: "platform_file",
                columns: new[] { "SubjectKind", "SubjectId" });

            migrationBuilder.CreateIndex(
                name: "IX_platform_handled_At",
                table: "platform_handled",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "ix_platform_outbox_waiting",
                table: "platform_outbox",
                column: "Seq",
                filter: "\"DeliveredAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_platform_webhook_delivery_Status_NextTry",
                table: "platform_webhook_delivery",
                columns: new[] { "Status", "NextTry" });

            migrationBuilder.CreateIndex(
                name: "IX_platform_webhook_delivery_WebhookId_Subject_Status_Seq",
                table: "platform_webhook_delivery",
                columns: new[] { "WebhookId", "Subject", "Status", "Seq" });

            migrationBuilder.CreateIndex(
                name: "IX_services_shop_Account",
                table: "services_shop",
                column: "Account",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_services_shop_Scope_State",
                table: "services_shop",
                columns: new[] { "Scope", "State" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cases_answer");

            migrationBuilder.DropTable(
                name: "cases_answer_template");

            migrationBuilder.DropTable(
                name: "cases_case");

            migrationBuilder.DropTable(
                name: "cases_category");

            migrationBuilder.DropTable(
                name: "cases_category_question");

            migrationBuilder.DropTable(
                name: "cases_channel_message");

            migrationBuilder.DropTable(
                name: "cases_channel_receipt");

            migrationBuilder.DropTable(
                name: "cases_clock_rule");

            migrationBuilder.DropTable(
                name: "cases_co_handler");

            migrationBuilder.DropTable(
                name: "cases_entry");

            migrationBuilder.DropTable(
                name: "cases_evidence");

            migrationBuilder.DropTable(
                name: "cases_extension");

            migrationBuilder.DropTable(
                name: "cases_follower");

            migrationBuilder.DropTable(
                name: "cases_mediation_agreement");

            migrationBuilder.DropTable(
                name: "cases_mediation_party");

            migrationBuilder.DropTable(
                name: "cases_visit");

            migrationBuilder.DropTable(
                name: "neighbours_block");

            migrationBuilder.DropTable(
                name: "neighbours_card");

            migrationBuilder.DropTable(
                name: "neighbours_greeting");

            migrationBuilder.DropTable(
                name: "neighbours_member");

            migrationBuilder.DropTable(
                name: "notices_announcement");

            migrationBuilder.DropTable(
                name: "notices_notice");

            migrationBuilder.DropTable(
                name: "notices_opt_out");

            migrationBuilder.DropTable(
                name: "notices_push");

            migrationBuilder.DropTable(
                name: "notices_push_key");

            migrationBuilder.DropTable(
                name: "notices_sms");

            migrationBuilder.DropTable(
                name: "open311_request");

            migrationBuilder.DropTable(
                name: "open311_update");

            migrationBuilder.DropTable(
                name: "people_api_key");

            migrationBuilder.DropTable(
                name: "people_family_agency");

            migrationBuilder.DropTable(
                name: "people_guardianship");

            migrationBuilder.DropTable(
                name: "people_home_tie");

            migrationBuilder.DropTable(
                name: "people_household");

            migrationBuilder.DropTable(
                name: "people_passkey");

            migrationBuilder.DropTable(
                name: "people_post");

            migrationBuilder.DropTable(
                name: "people_recovery_code");

            migrationBuilder.DropTable(
                name: "people_registration");

            migrationBuilder.DropTable(
                name: "people_sign_in_code");

            migrationBuilder.DropTable(
                name: "people_team");

            migrationBuilder.DropTable(
                name: "people_view");

            migrationBuilder.DropTable(
                name: "places_facility");

            migrationBuilder.DropTable(
                name: "places_grid");

            migrationBuilder.DropTable(
                name: "places_home");

            migrationBuilder.DropTable(
                name: "places_map_feature");

            migrationBuilder.DropTable(
                name: "places_place");

            migrationBuilder.DropTable(
                name: "places_version");

            migrationBuilder.DropTable(
                name: "platform_answered_command");

            migrationBuilder.DropTable(
                name: "platform_audit");

            migrationBuilder.DropTable(
                name: "platform_audit_head");

            migrationBuilder.DropTable(
                name: "platform_counter");

            migrationBuilder.DropTable(
                name: "platform_file");

            migrationBuilder.DropTable(
                name: "platform_handled");

            migrationBuilder.DropTable(
                name: "platform_outbox");

            migrationBuilder.DropTable(
                name: "platform_setting");

            migrationBuilder.DropTable(
                name: "platform_webhook");

            migrationBuilder.DropTable(
                name: "platform_webhook_delivery");

            migrationBuilder.DropTable(
                name: "services_shop");

            migrationBuilder.DropTable(
                name: "neighbours_club");

            migrationBuilder.DropTable(
                name: "notices_push_subscription");

            migrationBuilder.DropTable(
                name: "people_account");

            migrationBuilder.DropTable(
                name: "people_person");
        }
    }
}
