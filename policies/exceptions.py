"""The statements that may name all resources, by their Sid, each with the reason."""

STARS = {
    "Trace": "X-Ray's actions know no resources.",
    "DeliverLogs": "The actions by which Step Functions delivers its logs know no resources.",
    "JoinNetwork": "Lambda makes the network interface of a function in a VPC, and checks that the role may do it anywhere.",
}
