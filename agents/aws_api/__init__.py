"""The APIs of AWS, as a task of Step Functions calls them: `aws-sdk:<service>:<operation>`. The models are botocore's."""
